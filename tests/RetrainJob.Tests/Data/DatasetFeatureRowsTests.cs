using CsCheck;
using StayPositive.Detector.Evidence;
using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Heads;
using StayPositive.RetrainJob.Tests.Importing;
using StayPositive.Storage.Keys;

namespace StayPositive.RetrainJob.Tests.Data;

public sealed class DatasetFeatureRowsTests
{
    private const int Channels = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Blocks_hold_the_chosen_rows_wherever_they_lie(bool isBeyondHalf) => Gen.Select(Gen.Int[0, 19].Array[1, 20], Gen.Int[0, 19], Gen.Int[1, 20]).Sample((order, first, count) =>
    {
        using var folder = new TemporaryFolder();
        using var writer = new FeatureTableWriter(folder["f16"], Channels);
        var values = Enumerable.Range(0, 20).Select(n => new float[] { n / 8f, 2 * n, isBeyondHalf && n == 5 ? 131072 : 1 }).ToArray();
        foreach (var row in values)
            writer.Add(new FeatureVector(row));
        using var dataset = new Dataset("", [.. order.Select(Row)], writer.Finish(), new DatasetCounts(0, 0, 0, 0, 0, 0, 0));

        var rows = new DatasetFeatureRows(dataset, row => row.Feature != 3);
        var expected = order.Where(n => n != 3).ToArray();
        Assert.Equal(expected.Length, rows.Rows);
        if (first >= expected.Length)
            return;
        count = Math.Min(count, expected.Length - first);
        var block = rows.Read(first, count, new FeatureBuffer());
        Assert.Equal(isBeyondHalf && expected.Contains(5), !block.IsHalf);
        for (var n = 0; n < count; n++)
        {
            var row = expected[first + n];
            var read = block.IsHalf ? block.Halves.Slice(n * Channels, Channels).ToArray().Select(half => (float)half) : block.Singles.Slice(n * Channels, Channels).ToArray();
            Assert.Equal(values[row], read);
            Assert.Equal(((byte)(row % 2), row / 2f), (block.Labels[n], block.Weights[n]));
        }
    });

    private static LabelledRow Row(int n) => new()
    {
        Hash = ContentHash.Of([(byte)n]),
        Scope = new Scope("uploads"),
        Part = RowPart.WholeImage,
        Generated = n % 2 == 1,
        Weight = n / 2f,
        Group = $"{n}",
        Split = DataSplit.Train,
        Origin = RowOrigin.Audit,
        LabelledAt = default,
        InclusionProbability = 1,
        Facts = new RowFacts("review", null, "Jpeg", 1, "none", null),
        Feature = n,
    };
}
