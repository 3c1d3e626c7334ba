using StayPositive.RetrainJob.Autoencoders;
using StayPositive.RetrainJob.Photos;
using StayPositive.RetrainJob.Training;
using TorchSharp;

namespace StayPositive.RetrainJob.Tests.Autoencoders;

public sealed class Taef2Tests(ITestOutputHelper output)
{
    [Fact]
    public void The_golden_photo_is_re_rendered_as_the_reference_does()
    {
        var folder = SharedData.Folder("autoencoder");
        using var photo = PhotoPixels.Open(File.ReadAllBytes(Path.Combine(folder, "golden", "goldfish.jpg")));
        using var golden = PhotoPixels.Open(File.ReadAllBytes(Path.Combine(folder, "golden", "goldfish.taef2.png")));
        var (width, height) = (golden.Width, golden.Height);
        using var cut = photo.Crop(0, 0, width, height);
        var (reference, original) = (golden.WriteToMemory<byte>(), cut.WriteToMemory<byte>());
        var planes = new float[3 * width * height];
        PlanarPixels.Fill(planes, original, width, 0, 0, width, height);
        using var taef2 = Taef2.Load(folder);
        using var scope = torch.NewDisposeScope();
        var rendered = taef2.Reconstruct(torch.tensor(planes, [1, 3, height, width])).contiguous().data<float>().ToArray();

        // The golden image was cut off at whole levels; we round. Compared with rounding, half of all values differ by one level and hide what else does.
        var ours = Truncated(rendered, width * height);
        var differences = ours.Zip(reference, (a, b) => Math.Abs(a - b)).ToArray();
        var differing = differences.Count(difference => difference > 0);
        output.WriteLine(
            $"{width} x {height}: largest difference {differences.Max()} levels, {differing} of {differences.Length} values differ, PSNR to the golden image {Psnr(ours, reference):F1} dB, " +
            $"to the photo {Psnr(ours, original):F2} dB (golden image to the photo {Psnr(reference, original):F2} dB)");
        Assert.InRange(differences.Max(), 0, 1);
        Assert.InRange(differing, 0, differences.Length / 1000);
    }

    private static byte[] Truncated(float[] planes, int plane) => [.. Enumerable.Range(0, planes.Length).Select(i => (byte)(planes[i % 3 * plane + i / 3] * 255))];

    private static double Psnr(byte[] a, byte[] b) => 10 * Math.Log10(255.0 * 255.0 / a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Average());
}
