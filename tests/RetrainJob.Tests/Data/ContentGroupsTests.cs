using CsCheck;
using StayPositive.Detector.Evaluation;
using StayPositive.RetrainJob.Data;

namespace StayPositive.RetrainJob.Tests.Data;

public sealed class ContentGroupsTests
{
    /// <summary>Pictures near one of a few hashes, some exactly at the limit of 4 bits.</summary>
    private static readonly Gen<ulong?> Picture = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 63].Array[0, 5], Gen.Bool)
        .Select((centre, flips, known) => known ? flips.Aggregate(0x9E3779B97F4A7C15ul * ((ulong)centre + 1), (hash, bit) => hash ^ 1ul << bit) : (ulong?)null);

    private static readonly Gen<(string Content, ulong? Picture, string? Name)[]> Members =
        Gen.Select(Gen.Int[0, 30], Picture, Gen.OneOf(Gen.Const((string?)null), Gen.Int[0, 9].Select(n => (string?)$"g{n}"))).Select((content, picture, name) => ($"c{content:d2}", picture, name)).Array[0, 14];

    [Fact]
    public void Groups_are_those_of_comparing_all_with_all() => Members.Sample(members =>
    {
        var expected = Enumerable.Range(0, members.Length).ToArray();
        for (var again = true; again;)
        {
            again = false;
            for (var a = 0; a < members.Length; a++)
                for (var b = 0; b < members.Length; b++)
                    if (expected[a] > expected[b] && Together(members[a], members[b]))
                        (expected[a], again) = (expected[b], true);
        }

        var groups = ContentGroups.Of(members);
        for (var a = 0; a < members.Length; a++)
        {
            Assert.Equal(Enumerable.Range(0, members.Length).Where(b => expected[b] == expected[a]).Min(b => members[b].Content), groups[a]);
            for (var b = 0; b < members.Length; b++)
                Assert.Equal(expected[a] == expected[b], groups[a] == groups[b]);
        }
    });

    private static bool Together((string Content, ulong? Picture, string? Name) one, (string Content, ulong? Picture, string? Name) other) =>
        one.Content == other.Content
        || (one.Name is not null && one.Name == other.Name)
        || (one.Picture is { } a and not 0 && other.Picture is { } b and not 0 && DifferenceHash.Distance(a, b) <= ContentGroups.NearBits);
}
