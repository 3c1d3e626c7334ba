using System.Collections;
using StayPositive.Fuzz.Corpora;
using StayPositive.Fuzz.Seeds;

namespace StayPositive.Fuzz.Cases;

/// <summary>The hostile files, made in code from the seeds: the same ones on every run.</summary>
internal sealed class Corpus : ICaseSource, IReadOnlyList<HostileCase>
{
    private readonly List<HostileCase> cases;

    public Corpus(SeedSet seeds) => cases =
    [
        .. Truncations.All(seeds),
        .. WrongTypes.All(seeds),
        .. Sizes.All(seeds),
        .. Bombs.All(seeds),
        .. JpegCases.All(seeds),
        .. JpegColours.All(seeds),
        .. PngCases.All(seeds),
        .. ApngCases.All(seeds),
        .. WebpCases.All(seeds),
        .. GifCases.All(seeds),
        .. TiffCases.All(seeds),
        .. BmpCases.All(),
        .. AvifCases.All(seeds),
        .. Metadata.All(seeds),
    ];

    public int Count => cases.Count;

    public HostileCase this[int number] => cases[number];

    public IEnumerator<HostileCase> GetEnumerator() => cases.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
