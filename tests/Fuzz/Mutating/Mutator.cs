using StayPositive.Detector.Decoding;
using StayPositive.Fuzz.Containers;
using StayPositive.Fuzz.Seeds;

namespace StayPositive.Fuzz.Mutating;

/// <summary>Makes a damaged file from a sound one. Half of the changes know the format, because blind ones mostly end at the first check sum or length.</summary>
internal static class Mutator
{
    private static readonly Dictionary<ImageFormat, IContainerFormat> Containers = new()
    {
        [ImageFormat.Jpeg] = new JpegSegments(),
        [ImageFormat.Png] = new PngChunks(),
        [ImageFormat.WebP] = new RiffChunks(),
        [ImageFormat.Avif] = new IsoBoxes(),
    };

    public static byte[] Mutate(SeedSet seeds, Chance chance)
    {
        // Formats first: otherwise the many golden JPEGs and PNGs would leave little to the others.
        var format = chance.Pick(seeds.Formats);
        var of = seeds.Of(format);
        var seed = chance.Pick(of);
        var file = (byte[])seed.Bytes.Clone();
        for (var changes = chance.OneIn(2) ? 1 : chance.Next(2, 4); changes > 0; changes--)
            file = Change(file, format, of, seeds, chance);
        return file;
    }

    private static byte[] Change(byte[] file, ImageFormat format, IReadOnlyList<Seed> of, SeedSet seeds, Chance chance)
    {
        switch (chance.Next(8))
        {
            case 0 or 1 or 2 when Containers.TryGetValue(format, out var container):
                return PartChanges.Change(container, file, container.Split(chance.Pick(of).Bytes), chance);
            case 3:
                return DimensionFields.Overwrite(file, format, chance);
            case 4:
                return ByteChanges.Splice(file, chance.OneIn(8) ? chance.Pick(seeds.All).Bytes : chance.Pick(of).Bytes, chance);
            default:
                return ByteChanges.Change(file, chance);
        }
    }
}
