#!/usr/bin/env python3
"""Renders the small images of this folder and golden.tsv, the SHA-256 of their RGB pixels.

Made with Pillow 9.4.0 and NumPy; run it in this folder: python3 make_golden.py
Opaque images: pixels of Image.convert('RGB'). Images with alpha: composited over white, round(a v + (1 - a) 255), in integers.
16-bit images: the upper byte of every sample (Pillow reads 16-bit RGB the same way).
"""
import hashlib
import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageCms

ROWS = []


def picture(width, height, seed):
    """A smooth scene with edges, a disc and a little noise: uint8 [height, width, 3]."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    red = 128 + 100 * np.sin(x / 9 + seed)
    green = 255 * y / max(1, height - 1)
    blue = np.where((x - width / 2) ** 2 + (y - height / 2) ** 2 < (min(width, height) / 3) ** 2, 220.0, 40.0)
    rgb = np.stack([red, green, blue], -1) + rng.normal(0, 6, (height, width, 3))
    return np.clip(np.rint(rgb), 0, 255).astype(np.uint8)


def over_white(rgb, alpha):
    rgb, alpha = rgb.astype(np.int64), alpha.astype(np.int64)[..., None]
    return ((2 * (rgb * alpha + (255 - alpha) * 255) + 255) // 510).astype(np.uint8)


def record(name, data, pixels):
    with open(name, 'wb') as file:
        file.write(data)
    ROWS.append((name, pixels.shape[1], pixels.shape[0], hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()))


def converted(name, data):
    record(name, data, np.asarray(Image.open(io.BytesIO(data)).convert('RGB')))


def composited(name, data):
    rgba = np.asarray(Image.open(io.BytesIO(data)).convert('RGBA'))
    record(name, data, over_white(rgba[..., :3], rgba[..., 3]))


def saved(image, **how):
    file = io.BytesIO()
    image.save(file, **how)
    return file.getvalue()


def jpegs():
    for name, sampling in (('444', 0), ('422', 1), ('420', 2)):
        for width, height in ((64, 48), (37, 29)):
            image = Image.fromarray(picture(width, height, 1))
            converted(f'jpeg-{name}-{width}x{height}.jpg', saved(image, format='JPEG', quality=90, subsampling=sampling))
            converted(f'jpeg-{name}-progressive-{width}x{height}.jpg', saved(image, format='JPEG', quality=75, subsampling=sampling, progressive=True))
    image = Image.fromarray(picture(61, 43, 2))
    converted('jpeg-gray.jpg', saved(image.convert('L'), format='JPEG', quality=85))
    converted('jpeg-gray-progressive.jpg', saved(image.convert('L'), format='JPEG', quality=85, progressive=True))
    cmyk = Image.fromarray(np.dstack([picture(61, 43, 3), picture(61, 43, 4)[..., 0]]), 'CMYK')
    converted('jpeg-cmyk.jpg', saved(cmyk, format='JPEG', quality=90))
    for side in (8, 9, 16, 17):
        converted(f'jpeg-{side}x8.jpg', saved(Image.fromarray(picture(side, 8, side)), format='JPEG', quality=80))
    for orientation in (3, 6, 8):
        exif = Image.Exif()
        exif[0x0112] = orientation
        converted(f'jpeg-orientation-{orientation}.jpg', saved(image, format='JPEG', exif=exif.tobytes()))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile('sRGB')).tobytes()
    converted('jpeg-icc.jpg', saved(image, format='JPEG', icc_profile=profile))
    plain = saved(image, format='JPEG', quality=92)
    converted('jpeg-trailing-bytes.jpg', plain + b'\0' * 37 + b'appended by a camera maker')
    thumbnail = saved(Image.fromarray(picture(16, 16, 5)), format='JPEG')
    app1 = b'Exif\0\0' + b'II*\0\x08\0\0\0\0\0\0\0\0\0' + thumbnail
    converted('jpeg-thumbnail.jpg', plain[:2] + b'\xff\xe1' + struct.pack('>H', len(app1) + 2) + app1 + plain[2:])
    converted('jpeg-stray-bytes.jpg', plain[:20] + b'\0stray' + plain[20:])
    converted('jpeg-jfif-2.jpg', plain[:11] + b'\2' + plain[12:])
    broken = b'Exif\0\0' + b'II*\0\xff\xff\xff\x7f' + b'\x99' * 20
    converted('jpeg-bad-exif.jpg', plain[:2] + b'\xff\xe1' + struct.pack('>H', len(broken) + 2) + broken + plain[2:])


def segment(marker, data):
    return b'\xff' + bytes([marker]) + struct.pack('>H', len(data) + 2) + data


def ultra_hdr():
    """A JPEG with a gain map behind it, as phones write: Ultra HDR 1.0 (XMP) in a multi-picture file (CIPA DC-007)."""
    image = Image.fromarray(picture(64, 48, 1))
    plain = saved(image, format='JPEG', quality=90)
    head = (b'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            b'<rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"')
    tail = b'</rdf:RDF></x:xmpmeta>'
    gain = saved(image.convert('L'), format='JPEG')
    gain_facts = (b' hdrgm:GainMapMin="0" hdrgm:GainMapMax="2" hdrgm:Gamma="1" hdrgm:OffsetSDR="0.015625" hdrgm:OffsetHDR="0.015625"'
                  b' hdrgm:HDRCapacityMin="0" hdrgm:HDRCapacityMax="2" hdrgm:BaseRenditionIsHDR="False"/>')
    gain = gain[:2] + segment(0xE1, head + gain_facts + tail) + gain[2:]
    items = (b' xmlns:Container="http://ns.google.com/photos/1.0/container/" xmlns:Item="http://ns.google.com/photos/1.0/container/item/">'
             b'<Container:Directory><rdf:Seq><rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="Primary" Item:Mime="image/jpeg"/></rdf:li>'
             b'<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="GainMap" Item:Mime="image/jpeg" Item:Length="%d"/></rdf:li>'
             b'</rdf:Seq></Container:Directory></rdf:Description>' % len(gain))
    xmp = segment(0xE1, head + items + tail)

    def pictures(length, offset):
        entries = struct.pack('>IIIHH', 0x030000, length, 0, 0, 0) + struct.pack('>IIIHH', 0, len(gain), offset, 0, 0)
        directory = (struct.pack('>H', 3) + struct.pack('>HHI4s', 0xB000, 7, 4, b'0100') + struct.pack('>HHII', 0xB001, 4, 1, 2)
                     + struct.pack('>HHII', 0xB002, 7, 32, 50) + struct.pack('>I', 0))
        return segment(0xE2, b'MPF\0MM\0*\0\0\0\x08' + directory + entries)

    length = len(plain) + len(xmp) + len(pictures(0, 0))
    origin = 2 + len(xmp) + 8  # offsets count from the byte order mark
    converted('jpeg-ultra-hdr.jpg', plain[:2] + xmp + pictures(length, length - origin) + plain[2:] + gain)


def chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


def png16(samples, kind, interlaced=False):
    """A 16-bit PNG of [height, width, bands]; Pillow 9.4 cannot write these."""
    height, width, _ = samples.shape
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)] if interlaced else [(0, 0, 1, 1)]
    raw = b''
    for x, y, dx, dy in passes:
        part = samples[y::dy, x::dx]
        if part.size:
            raw += b''.join(b'\0' + row.astype('>u2').tobytes() for row in part)
    header = struct.pack('>IIBBBBB', width, height, 16, kind, 0, 0, int(interlaced))
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header) + chunk(b'IDAT', zlib.compress(raw, 9)) + chunk(b'IEND', b'')


def png8_interlaced(samples, kind):
    height, width, _ = samples.shape
    raw = b''
    for x, y, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        part = samples[y::dy, x::dx]
        if part.size:
            raw += b''.join(b'\0' + row.tobytes() for row in part)
    header = struct.pack('>IIBBBBB', width, height, 8, kind, 0, 0, 1)
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header) + chunk(b'IDAT', zlib.compress(raw, 9)) + chunk(b'IEND', b'')


def pngs():
    rgb = picture(45, 31, 6)
    image = Image.fromarray(rgb)
    alpha = picture(45, 31, 7)[..., 0]
    alpha[:5], alpha[5:10] = 0, 255
    rgba = Image.fromarray(np.dstack([rgb, alpha]), 'RGBA')
    converted('png-rgb.png', saved(image, format='PNG'))
    composited('png-rgba.png', saved(rgba, format='PNG'))
    converted('png-gray.png', saved(image.convert('L'), format='PNG'))
    composited('png-gray-alpha.png', saved(rgba.convert('LA'), format='PNG'))
    converted('png-1-bit.png', saved(image.convert('1'), format='PNG'))
    palette = image.quantize(64)
    converted('png-palette.png', saved(palette, format='PNG'))
    converted('png-palette-4-bit.png', saved(image.quantize(13), format='PNG', bits=4))
    composited('png-palette-transparent.png', saved(palette, format='PNG', transparency=bytes(range(0, 256, 4))))
    composited('png-rgb-transparent-colour.png', saved(image, format='PNG', transparency=tuple(int(v) for v in rgb[3, 4])))
    converted('png-interlaced.png', png8_interlaced(rgb, 2))
    converted('png-gray-interlaced.png', png8_interlaced(rgb[..., :1], 0))
    composited('png-rgba-interlaced.png', png8_interlaced(np.dstack([rgb, alpha]), 6))
    fine = rgb.astype(np.uint16) * 256 + picture(45, 31, 8)
    high = (fine >> 8).astype(np.uint8)
    record('png-16-bit.png', png16(fine, 2), high)
    record('png-16-bit-interlaced.png', png16(fine, 2, True), high)
    record('png-16-bit-gray.png', png16(fine[..., :1], 0), np.repeat(high[..., :1], 3, 2))
    converted('png-8x8.png', saved(Image.fromarray(picture(8, 8, 9)), format='PNG'))
    exif = Image.Exif()
    exif[0x0112] = 5
    converted('png-orientation-5.png', saved(image, format='PNG', exif=exif))
    deep = np.dstack([alpha.astype(np.uint16) * 257])
    full = np.dstack([fine, deep]).astype(np.int64)
    a = full[..., 3:]
    over = (2 * (full[..., :3] * a + (65535 - a) * 65535) + 65535) // (2 * 65535)
    record('png-16-bit-alpha.png', png16(full.astype(np.uint16), 6), (over >> 8).astype(np.uint8))
    converted('png-trailing-bytes.png', saved(image, format='PNG') + b'trailing bytes')


def webps():
    rgb = picture(53, 39, 10)
    image = Image.fromarray(rgb)
    alpha = picture(53, 39, 11)[..., 0]
    rgba = Image.fromarray(np.dstack([rgb, alpha]), 'RGBA')
    converted('webp-lossy.webp', saved(image, format='WEBP', quality=80))
    converted('webp-lossless.webp', saved(image, format='WEBP', lossless=True))
    composited('webp-lossy-alpha.webp', saved(rgba, format='WEBP', quality=80))
    composited('webp-lossless-alpha.webp', saved(rgba, format='WEBP', lossless=True, exact=True))
    exif = Image.Exif()
    exif[0x0112] = 7
    second = Image.fromarray(picture(53, 39, 12))
    with open('animated.webp', 'wb') as file:  # refused, so it has no row in the table
        file.write(saved(image, format='WEBP', save_all=True, append_images=[second], duration=100))
    converted('webp-orientation-7.webp', saved(image, format='WEBP', exif=exif.tobytes()))


def main():
    jpegs()
    ultra_hdr()
    pngs()
    webps()
    with open('golden.tsv', 'w', encoding='ascii', newline='\n') as table:
        table.write('file\twidth\theight\tsha256 of [height, width, 3]\n')
        for row in ROWS:
            table.write('\t'.join(map(str, row)) + '\n')


if __name__ == '__main__':
    main()
