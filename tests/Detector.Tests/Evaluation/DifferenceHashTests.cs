using CsCheck;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;

namespace StayPositive.Detector.Tests.Evaluation;

public sealed class DifferenceHashTests
{
    [Fact]
    public void Reencoded_and_resized_copies_are_near_and_other_pictures_are_not()
    {
        using var one = Scene(1);
        using var other = Scene(2);
        foreach (var chain in new[] { "jpeg:60", "webp:60", "resize:0.5", "resize:0.7+jpeg:75" })
        {
            using var copy = Reencoding.Parse(chain).Apply(one);
            Assert.InRange(DifferenceHash.Distance(DifferenceHash.Of(one), DifferenceHash.Of(copy)), 0, 4);
        }

        Assert.InRange(DifferenceHash.Distance(DifferenceHash.Of(one), DifferenceHash.Of(other)), 10, 64);
    }

    [Fact]
    public void Any_size_has_a_hash() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Byte).Sample((width, height, grey) =>
    {
        using var flat = RgbImage.FromPixels(width, height, [.. Enumerable.Repeat(grey, width * height * 3)]);
        Assert.Equal(0ul, DifferenceHash.Of(flat));
    });

    /// <summary>Some soft blobs.</summary>
    private static RgbImage Scene(int seed)
    {
        var random = new Random(seed);
        var blobs = Enumerable.Range(0, 12).Select(_ => (X: random.NextDouble() * 320, Y: random.NextDouble() * 240, Size: 20 + random.NextDouble() * 60, Light: random.NextDouble() * 200 - 100)).ToArray();
        var pixels = new byte[320 * 240 * 3];
        for (var n = 0; n < pixels.Length; n++)
        {
            var (x, y) = (n / 3 % 320, n / 3 / 320);
            pixels[n] = (byte)Math.Clamp(120 + blobs.Sum(blob => blob.Light * Math.Exp(-((x - blob.X) * (x - blob.X) + (y - blob.Y) * (y - blob.Y)) / (blob.Size * blob.Size))), 0, 255);
        }

        return RgbImage.FromPixels(320, 240, pixels);
    }
}
