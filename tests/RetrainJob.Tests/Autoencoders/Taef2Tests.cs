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
        var planes = new float[3 * width * height];
        PlanarPixels.Fill(planes, cut.WriteToMemory<byte>(), width, 0, 0, width, height);
        using var taef2 = Taef2.Load(folder);
        using var scope = torch.NewDisposeScope();
        var rendered = taef2.Reconstruct(torch.tensor(planes, [1, 3, height, width])).contiguous().data<float>().ToArray();
        var largest = PlanarPixels.ToBytes(rendered, width, height).Zip(golden.WriteToMemory<byte>(), (a, b) => Math.Abs(a - b)).Max();
        output.WriteLine($"largest difference {largest} levels");
        Assert.InRange(largest, 0, 1);
    }
}
