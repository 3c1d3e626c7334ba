using CsCheck;
using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Tests.Decoding;

/// <summary>Whatever happens to a file, a scan sees the whole image or none.</summary>
public sealed class DamageTests
{
    private static readonly string[] Names = [.. Golden.Names];
    private static readonly Gen<string> Name = Gen.Int[0, Names.Length - 1].Select(index => Names[index]);

    [Fact]
    public void A_truncated_file_gives_the_same_image_or_a_rejection()
    {
        foreach (var name in Names)
        {
            var bytes = Golden.Bytes(name);
            var step = Math.Max(1, bytes.Length / 97);
            var lengths = Enumerable.Range(0, bytes.Length / step).Select(i => i * step).Concat(Enumerable.Range(1, 16).Select(i => bytes.Length - i));
            foreach (var length in lengths)
                AssertSameOrRefused(name, bytes[..length], $"{name} cut to {length} of {bytes.Length} bytes");
        }
    }

    [Fact]
    public void Nothing_but_a_decoded_image_or_a_rejection_comes_out_of_flipped_bytes()
    {
        var damage = Gen.Select(Name, Gen.Select(Gen.Double[0, 1], Gen.Byte).Array[1, 8], (name, flips) => (name, flips));
        damage.Sample(
            sample =>
            {
                var bytes = Golden.Bytes(sample.name);
                foreach (var (where, value) in sample.flips)
                    bytes[(int)(where * (bytes.Length - 1))] ^= value;
                var outcome = Golden.Decode(bytes);
                using var image = outcome.Image;
                Assert.True(image is null != outcome.Rejected is null);
                Assert.Equal(outcome.Facts?.Width ?? 0, image?.Width ?? outcome.Facts?.Width ?? 0);
            },
            iter: 3000, threads: 1);
    }

    [Fact]
    public void Flipped_and_truncated_files_never_throw()
    {
        var damage = Gen.Select(Name, Gen.Double[0, 1], Gen.Double[0, 1], Gen.Byte);
        damage.Sample(
            (name, cut, where, value) =>
            {
                var bytes = Golden.Bytes(name)[..];
                bytes[(int)(where * (bytes.Length - 1))] ^= value;
                using var image = Golden.Decode(bytes[..(int)(cut * bytes.Length)]).Image;
            },
            iter: 2000, threads: 1);
    }

    private static void AssertSameOrRefused(string name, byte[] bytes, string what)
    {
        var outcome = Golden.Decode(bytes);
        using var image = outcome.Image;
        if (image is null)
            Assert.True(outcome.Rejected!.Code is RejectionCode.Truncated or RejectionCode.Corrupt or RejectionCode.Empty or RejectionCode.UnsupportedFormat, $"{what}: {outcome.Rejected}");
        else
            Assert.True(Golden.Hash(name) == Golden.Hash(image), $"{what}: partial pixels");
    }
}
