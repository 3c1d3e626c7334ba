using NetVips;
using StayPositive.Tests;

namespace StayPositive.EndToEnd.Tests;

/// <summary>Photos of any size: a sample, repeated and cut where a seed says, so that another seed is another content.</summary>
internal static class Photo
{
    private static readonly string Sample = Path.Combine(Repository.Root, "samples", "astronaut.jpg");

    /// <summary>A baseline JPEG of quality 90.</summary>
    public static byte[] Jpeg(int width, int height, int seed)
    {
        using var tile = Image.NewFromFile(Sample);
        using var field = tile.Replicate(width / tile.Width + 2, height / tile.Height + 2);
        using var cut = field.Crop(37 * seed % tile.Width, 101 * seed % tile.Height, width, height);
        return cut.JpegsaveBuffer(q: 90, keep: Enums.ForeignKeep.None);
    }
}
