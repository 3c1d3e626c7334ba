using System.Buffers.Binary;
using System.Text;

namespace StayPositive.Fuzz.Containers;

/// <summary>AVIF (ISO/IEC 14496-12): boxes with length and name; <c>meta</c>, <c>iprp</c> and <c>ipco</c> hold boxes themselves.</summary>
internal sealed class IsoBoxes : IContainerFormat
{
    private const int Overhead = 8;

    public List<Part> Split(byte[] file)
    {
        var parts = new List<Part>();
        for (var at = 0; at + Overhead <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length < Overhead || at + (long)length > file.Length)
                break;
            parts.Add(new Part(Encoding.Latin1.GetString(file, at + 4, 4), file[(at + Overhead)..(at + (int)length)]));
            at += (int)length;
        }

        return parts;
    }

    public byte[] Join(IReadOnlyList<Part> parts) => [.. parts.SelectMany(part => Box(part.Kind, part.Data))];

    /// <summary>One box.</summary>
    public static byte[] Box(string kind, ReadOnlySpan<byte> data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, Overhead + data.Length);
        return [.. length, .. Encoding.Latin1.GetBytes(kind), .. data];
    }

    /// <summary>Bytes in front of the boxes inside a box; null when it holds none.</summary>
    public static int? Inner(string kind) => kind switch
    {
        "meta" => 4,
        "iprp" or "ipco" or "moov" or "trak" or "mdia" or "minf" or "stbl" => 0,
        _ => null,
    };

    /// <summary>The file with the first box of a kind, at any depth, replaced by what is made of its payload.</summary>
    public byte[] Replace(byte[] file, string kind, Func<byte[], byte[]> change)
    {
        var parts = Split(file);
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            if (part.Kind == kind)
                parts[i] = part with { Data = change(part.Data) };
            else if (Inner(part.Kind) is { } prefix && prefix <= part.Data.Length)
                parts[i] = part with { Data = [.. part.Data[..prefix], .. Replace(part.Data[prefix..], kind, change)] };
        }

        return Join(parts);
    }
}
