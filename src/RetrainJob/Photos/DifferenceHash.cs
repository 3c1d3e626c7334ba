using System.Numerics;
using NetVips;

namespace StayPositive.RetrainJob.Photos;

/// <summary>
/// 64-bit difference hash of a 9 x 8 grey thumbnail: bit = pixel darker than its right neighbour.
/// Re-encoded, resized and slightly edited copies differ in a few bits only.
/// </summary>
internal static class DifferenceHash
{
    public static ulong Of(byte[] file)
    {
        using var thumbnail = Image.ThumbnailBuffer(file, 9, height: 8, size: Enums.Size.Force);
        using var grey = thumbnail.Colourspace(Enums.Interpretation.Bw);
        using var band = grey.ExtractBand(0);
        var pixels = band.WriteToMemory<byte>();
        var hash = 0UL;
        for (var y = 0; y < 8; y++)
            for (var x = 0; x < 8; x++)
                hash = (hash << 1) | (pixels[y * 9 + x] < pixels[y * 9 + x + 1] ? 1UL : 0UL);
        return hash;
    }

    public static int Distance(ulong a, ulong b) => BitOperations.PopCount(a ^ b);
}
