#!/usr/bin/env python3
"""Renders the small images of this folder and golden.tsv, the SHA-256 of their RGB pixels.

Made with Pillow 9.4.0 and NumPy; run it in this folder: python3 make_golden.py
Opaque images: pixels of Image.convert('RGB'). Images with alpha: composited over white, round(a v + (1 - a) 255), in integers.
16-bit images: the upper byte of every sample (Pillow reads 16-bit RGB the same way).
Animations and pages: frames.tsv, the first, the middle and the last frame, as Pillow draws them (animated PNGs with alpha: as their specification says), over white.
AVIF: lossless files of libavif's avifenc (Debian's libavif-bin), so that their pixels are those of the picture that went in.
"""
import hashlib
import io
import os
import struct
import subprocess
import tempfile
import zlib

import numpy as np
from PIL import Image, ImageCms

ROWS = []
FRAMES = []


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
    converted('webp-orientation-7.webp', saved(image, format='WEBP', exif=exif.tobytes()))


def frames(name, data, looks=None):
    """Records the frames that a scan looks at."""
    with open(name, 'wb') as file:
        file.write(data)
    image = Image.open(io.BytesIO(data))
    count = image.n_frames
    for frame in looks or sorted({0, count // 2, count - 1}):
        image.seek(frame)
        rgba = np.asarray(image.convert('RGBA'))
        pixels = over_white(rgba[..., :3], rgba[..., 3])
        FRAMES.append((name, frame, count, pixels.shape[1], pixels.shape[0], hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()))


def drawn(data):
    """Frames of an APNG by the rules of W3C PNG, third edition: Pillow 9.4 pastes the alpha channel where the rules say "over"."""
    chunks, at = [], 8
    while at < len(data):
        length = struct.unpack('>I', data[at:at + 4])[0]
        chunks.append((data[at + 4:at + 8], data[at + 8:at + 8 + length]))
        at += 12 + length
    header = chunks[0][1]
    width, height = struct.unpack('>II', header[:8])
    parts = []
    for kind, body in chunks:
        if kind == b'fcTL':
            parts.append((struct.unpack('>IIIIIHHBB', body), []))
        elif kind in (b'IDAT', b'fdAT'):
            parts[-1][1].append(body if kind == b'IDAT' else body[4:])
    canvas = np.zeros((height, width, 4), np.int64)
    for (_, w, h, x, y, _, _, dispose, blend), pieces in parts:
        png = b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>II', w, h) + header[8:]) + b''.join(chunk(b'IDAT', p) for p in pieces) + chunk(b'IEND', b'')
        above = np.asarray(Image.open(io.BytesIO(png)).convert('RGBA')).astype(np.int64)
        before = canvas.copy()
        below = canvas[y:y + h, x:x + w]
        if blend:
            under = below[..., 3:] * (255 - above[..., 3:])
            alpha = 255 * above[..., 3:] + under
            colour = (2 * (255 * above[..., 3:] * above[..., :3] + under * below[..., :3]) + alpha) // np.maximum(2 * alpha, 1)
            above = np.where(alpha > 0, np.concatenate([colour, (2 * alpha + 255) // 510], -1), below)
        canvas[y:y + h, x:x + w] = above
        yield over_white(canvas[..., :3], canvas[..., 3])
        if dispose == 2:
            canvas = before
        elif dispose == 1:
            canvas[y:y + h, x:x + w] = 0


def moving(count, width, height, seed):
    """Frames of which each changes a part of the one before."""
    pictures = [picture(width, height, seed)]
    for n in range(1, count):
        after = pictures[-1].copy()
        patch = picture(width // 2, height // 2, seed + n)
        y, x = 3 * n % (height // 2), 5 * n % (width // 2)
        after[y:y + height // 2, x:x + width // 2] = patch
        pictures.append(after)
    return [Image.fromarray(p) for p in pictures]


def gifs():
    still = Image.fromarray(picture(47, 33, 20))
    converted('gif-still.gif', saved(still.quantize(60), format='GIF'))
    converted('gif-interlaced.gif', saved(still.quantize(60), format='GIF', interlace=1))
    clear = still.quantize(50)
    composited('gif-transparent.gif', saved(clear, format='GIF', transparency=7))
    shared = still.quantize(64)
    parts = [image.quantize(palette=shared, dither=0) for image in moving(5, 47, 33, 20)]
    for disposal in (0, 1, 2):
        frames(f'gif-animated-{disposal}.gif', saved(parts[0], format='GIF', save_all=True, append_images=parts[1:], duration=80, disposal=disposal, optimize=False))


def tiffs():
    rgb = picture(45, 31, 21)
    image = Image.fromarray(rgb)
    for compression in ('raw', 'tiff_lzw', 'tiff_adobe_deflate', 'packbits'):
        converted(f'tiff-rgb-{compression}.tif', saved(image, format='TIFF', compression=compression))
    converted('tiff-jpeg.tif', saved(Image.fromarray(picture(48, 32, 22)), format='TIFF', compression='jpeg', quality=90))
    converted('tiff-gray.tif', saved(image.convert('L'), format='TIFF'))
    converted('tiff-1-bit.tif', saved(image.convert('1'), format='TIFF', compression='group4'))
    converted('tiff-palette.tif', saved(image.quantize(50), format='TIFF'))
    alpha = picture(45, 31, 23)[..., 0]
    composited('tiff-rgba.tif', saved(Image.fromarray(np.dstack([rgb, alpha]), 'RGBA'), format='TIFF'))
    cmyk = Image.fromarray(np.dstack([rgb, alpha]), 'CMYK')
    converted('tiff-cmyk.tif', saved(cmyk, format='TIFF'))
    fine = (rgb.astype(np.uint16) * 256 + picture(45, 31, 24))[..., 0]
    record('tiff-16-bit-gray.tif', saved(Image.fromarray(fine), format='TIFF'), np.repeat((fine >> 8).astype(np.uint8)[..., None], 3, 2))
    pages = [Image.fromarray(picture(40 + 3 * n, 30 + n, 30 + n)) for n in range(4)]
    frames('tiff-pages.tif', saved(pages[0], format='TIFF', save_all=True, append_images=pages[1:]))


def bitmap(rows, width, height, bits, masks=None):
    """A BMP with BITMAPV4HEADER; rows from the bottom up, or from the top down when the height is negative."""
    fields = struct.pack('<4I', *(masks or (0, 0, 0, 0)))
    header = struct.pack('<IiiHHIIiiII', 108, width, height, 1, bits, 3 if masks else 0, len(rows), 2835, 2835, 0, 0) + fields + b'\0' * 52
    return b'BM' + struct.pack('<IHHI', 14 + len(header) + len(rows), 0, 0, 14 + len(header)) + header + rows


def bmps():
    rgb = picture(45, 31, 25)
    image = Image.fromarray(rgb)
    converted('bmp-24.bmp', saved(image, format='BMP'))
    converted('bmp-8.bmp', saved(image.quantize(77), format='BMP'))
    converted('bmp-gray.bmp', saved(image.convert('L'), format='BMP'))
    converted('bmp-1.bmp', saved(image.convert('1'), format='BMP'))
    top = b''.join(row[:, ::-1].tobytes() + b'\0' for row in rgb)  # 45 x 3 bytes and one to fill up
    converted('bmp-top-down.bmp', bitmap(top, 45, -31, 24))
    alpha = picture(45, 31, 26)[..., 0]
    bgra = np.dstack([rgb[..., ::-1], alpha])[::-1]
    masks = (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    record('bmp-32-alpha.bmp', bitmap(bgra.tobytes(), 45, 31, 32, masks), over_white(rgb, alpha))
    bgra[..., 3] = 0
    record('bmp-32-alpha-unused.bmp', bitmap(bgra.tobytes(), 45, 31, 32, masks), rgb)
    five = rgb.astype(np.uint16) >> 3
    words = (five[..., 0] << 10 | five[..., 1] << 5 | five[..., 2])[::-1]
    converted('bmp-16-555.bmp', bitmap(b''.join(row.astype('<u2').tobytes() + b'\0\0' for row in words), 45, 31, 16))
    words = (five[..., 0] << 11 | (rgb.astype(np.uint16)[..., 1] >> 2) << 5 | five[..., 2])[::-1]
    converted('bmp-16-565.bmp', bitmap(b''.join(row.astype('<u2').tobytes() + b'\0\0' for row in words), 45, 31, 16, (0xF800, 0x7E0, 0x1F, 0)))


def animations():
    parts = moving(5, 41, 29, 27)
    for disposal in (0, 1, 2):
        for blend in (0, 1):
            clear = [part.convert('RGBA') for part in parts]
            for n, part in enumerate(clear):
                part.putalpha(Image.fromarray(picture(41, 29, 28 + n)[..., 0]))
            name, data = f'apng-{disposal}-{blend}.png', saved(clear[0], format='PNG', save_all=True, append_images=clear[1:], disposal=disposal, blend=blend)
            with open(name, 'wb') as file:
                file.write(data)
            pictures = list(drawn(data))
            for n in (0, 2, 4):
                pixels = pictures[n]
                FRAMES.append((name, n, 5, 41, 29, hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()))
    frames('apng-opaque.png', saved(parts[0], format='PNG', save_all=True, append_images=parts[1:]))
    frames('apng-default-image.png', saved(Image.fromarray(picture(41, 29, 40)), format='PNG', save_all=True, append_images=parts, default_image=True), looks=[0, 1, 3, 5])
    palette = parts[0].quantize(40)
    frames('apng-palette.png', saved(palette, format='PNG', save_all=True, append_images=[part.quantize(palette=palette, dither=0) for part in parts[1:]]))
    frames('animated.webp', saved(parts[0], format='WEBP', save_all=True, append_images=parts[1:], duration=100, lossless=True))


def avifs():
    with tempfile.TemporaryDirectory() as folder:
        for name, pixels in (('avif-lossless.avif', picture(51, 35, 41)), ('avif-lossless-gray.avif', np.repeat(picture(51, 35, 42)[..., :1], 3, 2))):
            png, avif = os.path.join(folder, 'in.png'), os.path.join(folder, 'out.avif')
            Image.fromarray(pixels).save(png)
            subprocess.run(['avifenc', '--lossless', png, avif], check=True, stdout=subprocess.DEVNULL)
            with open(avif, 'rb') as file:
                record(name, file.read(), pixels)


def main():
    jpegs()
    ultra_hdr()
    pngs()
    webps()
    gifs()
    tiffs()
    bmps()
    animations()
    avifs()
    with open('frames.tsv', 'w', encoding='ascii', newline='\n') as table:
        table.write('file\tframe\tframes\twidth\theight\tsha256 of [height, width, 3]\n')
        for row in FRAMES:
            table.write('\t'.join(map(str, row)) + '\n')
    with open('golden.tsv', 'w', encoding='ascii', newline='\n') as table:
        table.write('file\twidth\theight\tsha256 of [height, width, 3]\n')
        for row in ROWS:
            table.write('\t'.join(map(str, row)) + '\n')


if __name__ == '__main__':
    main()
