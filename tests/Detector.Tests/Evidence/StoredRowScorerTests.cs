using CsCheck;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;

namespace StayPositive.Detector.Tests.Evidence;

public sealed class StoredRowScorerTests
{
    private static readonly Gen<(int Channels, int Rows, int Heads, int Seed)> Cases = Gen.Select(Gen.Int[1, 150], Gen.Int[0, 30], Gen.Int[1, 4], Gen.Int[0, 10000]);

    [Fact]
    public void Stored_rows_have_the_logits_of_the_heads() => Cases.Sample(given =>
    {
        var (rows, heads) = Make(given);
        foreach (var scale in new[] { 1f, 4f })
        {
            var logits = new float[given.Rows * given.Heads];
            new StoredRowScorer(heads).Score(rows, logits, scale);
            for (var i = 0; i < given.Rows; i++)
            {
                var z = new FeatureVector(rows.AsSpan(i * given.Channels, given.Channels).ToArray().Select(x => (float)x * scale).ToArray());
                for (var h = 0; h < given.Heads; h++)
                {
                    var expected = heads[h].Logit(z);
                    Assert.Equal(expected, logits[i * given.Heads + h], 1e-5 * (Math.Abs(expected - heads[h].Bias) + Math.Abs(heads[h].Bias)) + 1e-30);
                }
            }
        }
    }, iter: 200);

    [Fact]
    public void Neither_threads_nor_neighbours_change_a_bit()
    {
        var (rows, heads) = Make((37, 5001, 2, 3));
        var scorer = new StoredRowScorer(heads);
        var (one, many, single) = (new float[5001 * 2], new float[5001 * 2], new float[2]);
        scorer.Score(rows, one);
        scorer.Score(rows, many, threads: 3);
        Assert.Equal(one, many);
        foreach (var i in new[] { 0, 1, 2, 3, 4999, 5000 })
        {
            scorer.Score(rows.AsSpan(i * 37, 37), single);
            Assert.Equal(one.AsSpan(i * 2, 2).ToArray(), single);
        }
    }

    [Fact]
    public void Every_float16_that_a_feature_can_be_is_read_as_it_is()
    {
        var scorer = new StoredRowScorer([new NonNegativeHead(new ModelVersion("one"), [1f], 0)]);
        var halves = Enumerable.Range(0, 0x7C00).Append(0x8000).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).ToArray();
        var logits = new float[halves.Length];
        scorer.Score(halves, logits);
        Assert.Equal(halves.Select(half => (float)half), logits);
    }

    [Fact]
    public void Huge_and_tiny_weights_neither_overflow_nor_vanish()
    {
        foreach (var weight in new[] { 1e-30f, 1e-10f, 1f, 65536f, 1e20f, 1e30f })
        {
            var scorer = new StoredRowScorer([new NonNegativeHead(new ModelVersion("head"), [weight, 0], 0)]);
            var logits = new float[1];
            scorer.Score([(Half)3, (Half)5], logits);
            Assert.Equal(3 * weight, logits[0], 1e-5 * weight);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var head = new NonNegativeHead(new ModelVersion("head"), new float[4], 0);
        Assert.Throws<ArgumentException>(() => new StoredRowScorer([]));
        Assert.Throws<ArgumentException>(() => new StoredRowScorer([head, new NonNegativeHead(new ModelVersion("other"), new float[5], 0)]));
        Assert.Throws<ArgumentException>(() => new StoredRowScorer([head]).Score(new Half[9], new float[2]));
        Assert.Throws<ArgumentException>(() => new StoredRowScorer([head, head]).Score(new Half[8], new float[3]));
    }

    private static (Half[] Rows, NonNegativeHead[] Heads) Make((int Channels, int Rows, int Heads, int Seed) given)
    {
        var random = new Random(given.Seed);
        var rows = Enumerable.Range(0, given.Rows * given.Channels).Select(_ => (Half)Math.Max(0, random.NextDouble() * 3 - 1)).ToArray();
        var heads = Enumerable.Range(0, given.Heads)
            .Select(h => new NonNegativeHead(new ModelVersion($"head-{h}"), Enumerable.Range(0, given.Channels).Select(_ => (float)Math.Max(0, random.NextDouble() - 0.5)).ToArray(), random.NextSingle() * 4 - 2));
        return (rows, [.. heads]);
    }
}
