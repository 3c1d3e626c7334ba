using System.Buffers.Binary;

namespace StayPositive.Detector.Provenance;

/// <summary>IPTC-IIM data sets, alone or in Photoshop's resource blocks: originating program and credit. (IIM has no digital source type.)</summary>
internal static class IptcDeclarations
{
    private const byte DataSet = 0x1C;
    private const int OriginatingProgram = 65;
    private const int Credit = 110;
    private const int IptcResource = 0x0404;

    private static ReadOnlySpan<byte> Signature => "Photoshop 3.0\0"u8;

    /// <summary>The data of a JPEG's APP13 segment.</summary>
    public static void ReadPhotoshop(ReadOnlySpan<byte> data, Declarations found)
    {
        if (data.StartsWith(Signature))
            ReadResources(data[Signature.Length..], found);
    }

    /// <summary>"8BIM", number (2), name (counted by a byte, padded to even), size (4), data (padded to even).</summary>
    public static void ReadResources(ReadOnlySpan<byte> rest, Declarations found)
    {
        while (rest.Length >= 12 && rest.StartsWith("8BIM"u8))
        {
            var number = BinaryPrimitives.ReadUInt16BigEndian(rest[4..]);
            rest = Part.From(rest, 6UL + (((ulong)rest[6] + 2) & ~1UL));
            if (rest.Length < 4)
                return;
            ulong size = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (number == IptcResource)
                Read(Part.Of(rest, 4, size), found);
            rest = Part.From(rest, 4 + ((size + 1) & ~1UL));
        }
    }

    /// <summary>0x1C, record, data set, length (2), data.</summary>
    public static void Read(ReadOnlySpan<byte> rest, Declarations found)
    {
        const int header = 5;
        while (rest.Length >= header && rest[0] == DataSet)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[3..]);
            if (length > short.MaxValue) // an "extended" length: never of a short text
                return;
            int set = rest[2];
            var data = Part.Of(rest, header, length);
            if (rest[1] == 2 && set is OriginatingProgram or Credit && found.TakeItem())
            {
                if (set == Credit)
                    found.AddCredit("Iptc.Credit", SafeText.Utf8(data));
                else
                    found.AddSoftware(SafeText.Utf8(data));
            }

            rest = Part.From(rest, (ulong)header + length);
        }
    }
}
