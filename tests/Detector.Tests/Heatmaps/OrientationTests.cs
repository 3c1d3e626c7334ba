using CsCheck;
using NetVips;
using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Heatmaps;

namespace StayPositive.Detector.Tests.Heatmaps;

public sealed class OrientationTests
{
    private static readonly Gen<(int Width, int Height, int Orientation)> Size = Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 8]);

    [Fact]
    public void A_grid_turns_as_the_picture_does() => Size.Sample(size =>
    {
        var pixels = Enumerable.Range(0, size.Width * size.Height).Select(n => (byte)n).ToArray();
        using var image = Image.NewFromMemoryCopy(pixels, size.Width, size.Height, 1, Enums.BandFormat.Uchar);
        using var upright = SmallPicture.Upright(image, size.Orientation);
        Assert.Equal((upright.Width, upright.Height), Orientation.Upright(size.Width, size.Height, size.Orientation));
        Assert.Equal(upright.WriteToMemory<byte>(), Orientation.Turn<byte>(pixels, size.Width, size.Height, size.Orientation));
    });

    [Fact]
    public void A_box_goes_upright_and_back() => Gen.Select(Size, Gen.Int[0, 8], Gen.Int[0, 8], Gen.Int[1, 9], Gen.Int[1, 9]).Sample((size, left, top, across, down) =>
    {
        var (x, y) = (left % size.Width, top % size.Height);
        var box = new CropBox(x, y, Math.Min(across, size.Width - x), Math.Min(down, size.Height - y));
        var upright = Orientation.ToUpright(box, size.Width, size.Height, size.Orientation);
        Assert.Equal(box, Orientation.ToStored(upright, size.Width, size.Height, size.Orientation));

        var marked = new bool[size.Width * size.Height];
        for (var row = box.Y; row < box.Y + box.Height; row++)
            marked.AsSpan(row * size.Width + box.X, box.Width).Fill(true);
        var turned = Orientation.Turn<bool>(marked, size.Width, size.Height, size.Orientation);
        var width = Orientation.Upright(size.Width, size.Height, size.Orientation).Width;
        Assert.All(Enumerable.Range(0, turned.Length), n => Assert.Equal(
            n % width >= upright.X && n % width < upright.X + upright.Width && n / width >= upright.Y && n / width < upright.Y + upright.Height, turned[n]));
    });
}
