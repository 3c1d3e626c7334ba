using StayPositive.Detector.Decoding;

namespace StayPositive.Fuzz.Seeds;

/// <summary>The golden images of the decoder's tests, and what is written in code for the formats that have none.</summary>
internal sealed class SeedSet
{
    private readonly Dictionary<string, Seed> byName;
    private readonly ILookup<ImageFormat, Seed> byFormat;

    private SeedSet(IReadOnlyList<Seed> all)
    {
        All = all;
        byName = all.ToDictionary(seed => seed.Name);
        byFormat = all.ToLookup(seed => seed.Format);
        Formats = [.. byFormat.Select(group => group.Key)];
    }

    /// <summary>In a fixed order.</summary>
    public IReadOnlyList<Seed> All { get; }

    /// <summary>Formats that have seeds.</summary>
    public IReadOnlyList<ImageFormat> Formats { get; }

    public byte[] this[string name] => byName[name].Bytes;

    public IReadOnlyList<Seed> Of(ImageFormat format) => [.. byFormat[format]];

    public static SeedSet Load()
    {
        var golden = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "seeds")).Order(StringComparer.Ordinal)
            .Select(path => new Seed(Path.GetFileName(path), File.ReadAllBytes(path))).ToArray();
        var png = golden.Single(seed => seed.Name == "png-rgb.png").Bytes;
        return new SeedSet([.. golden, .. WrittenSeeds.All(png)]);
    }
}
