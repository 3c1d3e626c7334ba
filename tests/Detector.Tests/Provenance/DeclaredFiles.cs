using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Provenance;
using StayPositive.Detector.Tests.Decoding;

namespace StayPositive.Detector.Tests.Provenance;

/// <summary>Files with declarations, made by code: segments, chunks and boxes around the pictures of Decoding/golden.</summary>
internal static class DeclaredFiles
{
    public const string Generated = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
    public const string Parameters = "a red fox, watercolour\nNegative prompt: text\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1";

    private static readonly byte[] C2paType = [0x63, 0x32, 0x70, 0x61, 0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];
    private static readonly byte[] C2paUuid = [0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81];

    /// <summary>One of each kind, for laws over damaged files.</summary>
    public static readonly byte[][] All =
    [
        Jpeg([Segment(0xE1, XmpSegment(Xmp($"Iptc4xmpExt:DigitalSourceType='{Generated}'"))), Segment(0xE1, [.. "Exif\0\0"u8, .. Exif(bigEndian: true)]), .. C2paSegments(4), Segment(0xED, Photoshop())]),
        Png(Decoding.Png.Chunk("caBX"u8, Manifest()), Text("parameters", Parameters), Compressed("prompt", Parameters), International("workflow", Parameters, true), Decoding.Png.Chunk("eXIf"u8, Exif(false)), International("XML:com.adobe.xmp", Xmp("xmp:CreatorTool='Midjourney'"), true)),
        WebP(Riff("C2PA"u8, Manifest()), Riff("EXIF"u8, Exif(false)), Riff("XMP "u8, Utf8(Xmp("photoshop:Credit='Made with Google AI'")))),
        Gif(Application("C2PA_GIF\u0001\0\0", Manifest()), XmpExtension(Xmp($"Iptc4xmpExt:DigitalSourceType='{Generated}'"))),
        Exif(false), Exif(true),
        Heif(version: 0), Heif(version: 1),
        [.. Box("JXL "u8, [0x0D, 0x0A, 0x87, 0x0A]), .. Box("jumb"u8, Manifest()[8..]), .. Box("xml "u8, Utf8(Xmp("xmp:CreatorTool='Midjourney'"))), .. Box("Exif"u8, [0, 0, 0, 0, .. Exif(false)])],
    ];

    public static DeclaredProvenance Read(byte[] file) => DeclaredProvenance.Read(file, ImageDecoder.Recognise(file));

    public static string Xmp(string attributes, string elements = "") =>
        $"""
        <?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>
        <rdf:Description rdf:about='' xmlns:Iptc4xmpExt='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' xmlns:xmp='http://ns.adobe.com/xap/1.0/'
            xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' xmlns:TC260='http://www.tc260.org.cn/ns/AIGC/1.0/' xmlns:xmpMM='http://ns.adobe.com/xap/1.0/mm/' {attributes}>
        {elements}</rdf:Description></rdf:RDF></x:xmpmeta>{new string(' ', 100)}<?xpacket end='w'?>
        """;

    /// <summary>JPEG with segments behind its first marker.</summary>
    public static byte[] Jpeg(params byte[][] segments)
    {
        var bytes = Golden.Bytes("jpeg-444-64x48.jpg");
        return [.. bytes[..2], .. segments.SelectMany(segment => segment), .. bytes[2..]];
    }

    public static byte[] Segment(byte marker, byte[] data) => [0xFF, marker, .. Big((ushort)(data.Length + 2)), .. data];

    public static byte[] XmpSegment(string xmp) => [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Utf8(xmp)];

    /// <summary>A JUMBF superbox of a C2PA manifest store.</summary>
    public static byte[] Manifest() => Box("jumb"u8, [.. Box("jumd"u8, [.. C2paType, 3, .. "c2pa\0"u8]), .. Box("free"u8, new byte[300])]);

    /// <summary>The manifest in JPEG segments, the first with so many bytes of its contents.</summary>
    public static byte[][] C2paSegments(int first)
    {
        var box = Manifest();
        var (header, contents) = (box[..8], box[8..]);
        return [Piece(1, contents[..first]), Piece(2, contents[first..])];

        byte[] Piece(uint sequence, byte[] piece) => Segment(0xEB, [.. "JP"u8, 0, 7, .. Big(sequence), .. header, .. piece]);
    }

    public static byte[] Photoshop() =>
    [
        .. "Photoshop 3.0\0"u8, .. Resource(0x03ED, new byte[15]),
        .. Resource(0x0404, [.. DataSet(65, "Adobe Photoshop"), .. DataSet(110, "Made with Google AI"), .. DataSet(80, "A. Person")]),
    ];

    public static byte[] Png(params byte[][] chunks)
    {
        var bytes = Golden.Bytes("png-rgb.png");
        return [.. bytes[..33], .. chunks.SelectMany(chunk => chunk), .. bytes[33..]];
    }

    public static byte[] Text(string key, string text) => Decoding.Png.Chunk("tEXt"u8, [.. Encoding.Latin1.GetBytes($"{key}\0{text}")]);

    public static byte[] Compressed(string key, string text) => Decoding.Png.Chunk("zTXt"u8, [.. Utf8(key), 0, 0, .. Deflate(Encoding.Latin1.GetBytes(text))]);

    public static byte[] International(string key, string text, bool compressed = false) =>
        Decoding.Png.Chunk("iTXt"u8, [.. Utf8(key), 0, compressed ? (byte)1 : (byte)0, 0, .. "en\0"u8, .. "key\0"u8, .. compressed ? Deflate(Utf8(text)) : Utf8(text)]);

    public static byte[] WebP(params byte[][] chunks)
    {
        byte[] bytes = [.. Golden.Bytes("webp-lossy.webp"), .. chunks.SelectMany(chunk => chunk)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        return bytes;
    }

    public static byte[] Riff(ReadOnlySpan<byte> kind, byte[] data)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, data.Length);
        return [.. kind, .. size, .. data, .. new byte[data.Length & 1]];
    }

    public static byte[] Gif(params byte[][] extensions) =>
    [
        .. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, .. extensions.SelectMany(extension => extension),
        0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 1, 0, 0x3B,
    ];

    public static byte[] Application(string name, byte[] data) =>
        [0x21, 0xFF, 11, .. Encoding.Latin1.GetBytes(name), .. data.Chunk(255).SelectMany(block => (byte[])[(byte)block.Length, .. block]), 0];

    public static byte[] XmpExtension(string xmp) =>
        [0x21, 0xFF, 11, .. "XMP DataXMP"u8, .. Utf8(xmp), 1, .. Enumerable.Range(0, 256).Select(n => (byte)(255 - n)), 0];

    /// <summary>A TIFF structure: software in the first directory, AUTOMATIC1111's comment in the EXIF directory.</summary>
    public static byte[] Exif(bool bigEndian)
    {
        byte[] comment = [.. "UNICODE\0"u8, .. Encoding.BigEndianUnicode.GetBytes(Parameters)];
        return Tiff(bigEndian, [(0x0131, 2, Utf8("Some Editor 3\0")), (0x010F, 2, Utf8("Camera maker\0"))], [(0x9286, 7, comment)]);
    }

    public static byte[] Tiff(bool bigEndian, (int Tag, int Type, byte[] Value)[] first, params (int Tag, int Type, byte[] Value)[] exif)
    {
        var (firstAt, exifAt) = (8, 8 + 2 + (first.Length + 1) * 12 + 4);
        var values = new List<byte>();
        var valuesAt = exifAt + 2 + exif.Length * 12 + 4;
        var directories = new List<byte>();
        Directory([.. first, (0x8769, 4, Number(exifAt))]);
        Directory(exif);
        return [.. bigEndian ? "MM\0*"u8 : "II*\0"u8, .. Number(firstAt), .. directories, .. values];

        void Directory((int Tag, int Type, byte[] Value)[] entries)
        {
            directories.AddRange(Short(entries.Length));
            foreach (var (tag, type, value) in entries)
            {
                directories.AddRange([.. Short(tag), .. Short(type), .. Number(type == 4 ? value.Length / 4 : value.Length)]);
                if (value.Length <= 4)
                {
                    directories.AddRange([.. value, .. new byte[4 - value.Length]]);
                }
                else
                {
                    directories.AddRange(Number(valuesAt + values.Count));
                    values.AddRange(value);
                }
            }

            directories.AddRange(new byte[4]);
        }

        byte[] Short(int number) => bigEndian ? Big((ushort)number) : [(byte)number, (byte)(number >> 8)];
        byte[] Number(int number) => bigEndian ? Big((uint)number) : [.. BitConverter.GetBytes(number)];
    }

    /// <summary>An AVIF with C2PA, an XMP item (in the file or in idat) and an EXIF item.</summary>
    public static byte[] Heif(int version)
    {
        var (xmp, exif) = (Utf8(Xmp($"Iptc4xmpExt:DigitalSourceType='{Generated}'")), (byte[])[0, 0, 0, 6, .. "Exif\0\0"u8, .. Exif(true)]);
        byte[] start = [.. Box("ftyp"u8, [.. "avif"u8, 0, 0, 0, 0]), .. Box("mdat"u8, [.. xmp, .. exif])];
        byte[] entries =
        [
            .. Box("infe"u8, [2, 0, 0, 0, 0, 1, 0, 0, .. "av01"u8, 0]), .. Box("infe"u8, [2, 0, 0, 0, 0, 2, 0, 0, .. "mime"u8, 0, .. "application/rdf+xml\0"u8]),
            .. Box("infe"u8, [3, 0, 0, 0, 0, 0, 0, 3, 0, 0, .. "Exif"u8, 0]),
        ];
        const int data = 16 + 8; // behind ftyp and the header of mdat
        var (xmpAt, exifAt) = ((uint)data, (uint)(data + xmp.Length));
        byte[] locations = version == 0
            ? [0, 0, 0, 0, 0x44, 0x00, 0, 2, .. Location(2, [], [], xmpAt, xmp), .. Location(3, [], [], exifAt, exif)]
            : [1, 0, 0, 0, 0x44, 0x40, 0, 2, .. Location(2, [0, 1], Big(0u), 0, xmp), .. Location(3, [0, 0], Big((uint)data), (uint)xmp.Length, exif)];
        byte[] meta = [0, 0, 0, 0, .. Box("iinf"u8, [0, 0, 0, 0, 0, 3, .. entries]), .. Box("iloc"u8, locations), .. Box("idat"u8, xmp)];
        return [.. start, .. Box("meta"u8, meta), .. Box("uuid"u8, [.. C2paUuid, 0, 0, 0, 0, .. "manifest\0"u8, .. new byte[8], .. Manifest()])];

        // number, construction method (from version 1), data reference, base offset, one extent
        static byte[] Location(ushort item, byte[] method, byte[] from, uint at, byte[] content) => [.. Big(item), .. method, 0, 0, .. from, 0, 1, .. Big(at), .. Big((uint)content.Length)];
    }

    public static byte[] Box(ReadOnlySpan<byte> kind, byte[] data) => [.. Big((uint)(data.Length + 8)), .. kind, .. data];

    public static byte[] Deflate(byte[] data)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.SmallestSize))
            zlib.Write(data);
        return memory.ToArray();
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Resource(ushort number, byte[] data) => [.. "8BIM"u8, .. Big(number), 0, 0, .. Big((uint)data.Length), .. data, .. new byte[data.Length & 1]];

    private static byte[] DataSet(byte number, string text) => [0x1C, 2, number, .. Big((ushort)text.Length), .. Utf8(text)];

    private static byte[] Big(ushort number) => [(byte)(number >> 8), (byte)number];

    private static byte[] Big(uint number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
}
