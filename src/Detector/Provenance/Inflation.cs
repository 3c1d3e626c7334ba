using System.IO.Compression;

namespace StayPositive.Detector.Provenance;

/// <summary>Inflates no more than is asked for, from no more than that can take.</summary>
internal static class Inflation
{
    /// <summary>The first bytes of a zlib stream; fewer if it ends or breaks before.</summary>
    public static byte[] Head(ReadOnlySpan<byte> compressed, int most)
    {
        const int slack = 1024;
        var enough = most + most / 8 + slack; // fixed Huffman codes make data longer by an eighth at most
        using var stream = new ZLibStream(new MemoryStream(compressed[..Math.Min(compressed.Length, enough)].ToArray()), CompressionMode.Decompress);
        using var inflated = new MemoryStream();
        var buffer = new byte[Math.Min(most, 16384)];
        try
        {
            while (inflated.Length < most && stream.Read(buffer, 0, (int)Math.Min(buffer.Length, most - inflated.Length)) is > 0 and var read)
                inflated.Write(buffer, 0, read);
        }
        catch (InvalidDataException)
        {
            // What came before the damage is used.
        }

        return inflated.ToArray();
    }
}
