using System.Buffers.Binary;

namespace StayPositive.Detector.Provenance;

/// <summary>PNG chunks: C2PA's caBX, EXIF, and texts (plain, compressed, international).</summary>
internal static class PngDeclarations
{
    private const int LongestKey = 79;

    /// <summary>By AUTOMATIC1111 and its kin, ComfyUI, InvokeAI, GB 45438-2025, and the PNG specification's own.</summary>
    private static readonly string[] Keys =
        ["parameters", "prompt", "workflow", "sd-metadata", "invokeai_metadata", "invokeai_graph", "Dream", "AIGC", "Software", "Comment", "Description", "XML:com.adobe.xmp"];

    public static void Read(ReadOnlySpan<byte> bytes, Declarations found)
    {
        const int overhead = 12; // length, kind, check sum
        ulong at = 8;
        while (Part.From(bytes, at) is { Length: >= overhead } chunk)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            var kind = chunk.Slice(4, 4);
            var data = Part.Of(chunk, 8, length);
            if (kind.SequenceEqual("caBX"u8) && !data.IsEmpty)
                found.AddC2pa();
            else if (kind.SequenceEqual("eXIf"u8))
                TiffDeclarations.Read(data, found);
            else if (kind[1..].SequenceEqual("EXt"u8) || kind[1..].SequenceEqual("TXt"u8))
                Text(kind[0], data, found);
            at += overhead + length;
        }
    }

    private static void Text(byte kind, ReadOnlySpan<byte> data, Declarations found)
    {
        if (data[..Math.Min(data.Length, LongestKey + 1)].IndexOf((byte)0) is not (> 0 and var end))
            return;
        var key = KeyOf(data[..end]);
        var rest = data[(end + 1)..];
        if (key is null || !found.TakeItem())
            return;
        var compressed = kind == 'z';
        if (kind == 'i')
        {
            if (rest.Length < 2)
                return;
            compressed = rest[0] == 1;
            rest = rest[2..];
            if (!Part.TryCut(ref rest, out _) || !Part.TryCut(ref rest, out _)) // language, translated keyword
                return;
        }
        else if (compressed)
        {
            rest = Part.From(rest, 1); // method: always deflate
        }

        if (key == "XML:com.adobe.xmp")
        {
            XmpDeclarations.Read(rest, found, compressed);
            return;
        }

        var most = key is "Comment" or "Description" ? SafeText.CommentBytes : SafeText.MostBytes;
        if (compressed)
            rest = Inflation.Head(rest, most);
        Add(key, kind == 'i' ? SafeText.Utf8(rest, most) : SafeText.Latin1(rest, most), found);
    }

    private static void Add(string key, string text, Declarations found)
    {
        if (key == "Software")
            found.AddSoftware(text);
        else if (key is "Comment" or "Description")
            found.AddComment(key, text);
        else if (key != "AIGC" || GeneratorComment.IsLabel(text))
            found.AddText(key, text);
    }

    /// <summary>Null for keys that are not read.</summary>
    private static string? KeyOf(ReadOnlySpan<byte> key)
    {
        foreach (var known in Keys)
            if (System.Text.Ascii.Equals(key, known))
                return known;
        return null;
    }
}
