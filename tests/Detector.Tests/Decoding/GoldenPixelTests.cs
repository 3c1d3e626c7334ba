using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Tests.Decoding;

public sealed class GoldenPixelTests
{
    public static TheoryData<string> Names => [.. Golden.Names];

    public static TheoryData<string, int[]> Frames => new(Golden.Animations);

    [Theory]
    [MemberData(nameof(Names))]
    public void Pixels_are_those_of_Pillow(string name)
    {
        var outcome = Golden.Decode(Golden.Bytes(name));

        Assert.Null(outcome.Rejected);
        using var image = outcome.Image!;
        Assert.Equal(Golden.Size(name), (image.Width, image.Height));
        Assert.Equal(Golden.Hash(name), Golden.Hash(image));
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void Frames_are_those_of_Pillow(string name, int[] frames)
    {
        var file = ImageFile.Open(Golden.Bytes(name), new DecodeLimits()).File!;

        Assert.Equal(frames, file.Looks);
        foreach (var frame in frames)
        {
            var golden = Golden.Frame(name, frame);
            using var rows = file.Rows(frame, behind: 255);
            using var image = RgbImage.Read(rows);
            Assert.Equal((golden.Frames, golden.Width, golden.Height), (file.Facts.Frames, image.Width, image.Height));
            Assert.True(golden.Hash == Golden.Hash(image), $"{name}, frame {frame}");
        }
    }

    [Fact]
    public void A_thumbnail_is_the_mean_of_squares()
    {
        byte[] bytes = Golden.Bytes("png-rgb.png");
        using var image = Golden.Decode(bytes).Image!;

        using var small = ImageDecoder.Thumbnail(bytes, new DecodeLimits(), frame: 0, maxSide: 12)!; // 45 x 31 by a factor of 4

        Assert.Equal((12, 8), (small.Width, small.Height));
        foreach (var (x, y) in new[] { (0, 0), (5, 3), (11, 7) })
        {
            var sum = 0;
            var count = 0;
            for (var v = 4 * y; v < Math.Min(4 * y + 4, 31); v++)
                for (var u = 4 * x; u < Math.Min(4 * x + 4, 45); u++, count++)
                    sum += image.Row(v)[3 * u + 1];
            Assert.Equal((sum + count / 2) / count, small.Row(y)[3 * x + 1]);
        }
    }

    [Theory]
    [InlineData("jpeg-orientation-3.jpg", 3)]
    [InlineData("jpeg-orientation-6.jpg", 6)]
    [InlineData("jpeg-orientation-8.jpg", 8)]
    [InlineData("png-orientation-5.png", 5)]
    [InlineData("webp-orientation-7.webp", 7)]
    [InlineData("jpeg-bad-exif.jpg", 1)]
    [InlineData("png-rgb.png", 1)]
    public void Orientation_is_reported_and_not_applied(string name, int orientation)
    {
        var outcome = Golden.Decode(Golden.Bytes(name));

        using var image = outcome.Image!;
        Assert.Equal(orientation, outcome.Facts!.ExifOrientation);
    }

    [Fact]
    public void Facts_are_those_of_the_file()
    {
        Assert.True(Facts("jpeg-icc.jpg").HasIccProfile);
        Assert.False(Facts("jpeg-gray.jpg").HasIccProfile);
        Assert.Equal(16, Facts("png-16-bit.png").BitsPerSample);
        Assert.Equal(8, Facts("png-1-bit.png").BitsPerSample);
        Assert.True(Facts("png-palette-transparent.png").HasAlpha);
        Assert.True(Facts("webp-lossy-alpha.webp").HasAlpha);
        Assert.False(Facts("png-palette.png").HasAlpha);
        Assert.Equal(4, Facts("jpeg-cmyk.jpg").Bands);
        Assert.Equal(ImageFormat.WebP, Facts("webp-lossless.webp").Format);
    }

    [Fact]
    public void Eight_threads_decode_as_one()
    {
        var names = Enumerable.Repeat(Golden.Names, 8).SelectMany(all => all).ToArray();

        Parallel.ForEach(names, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, name =>
        {
            using var image = Golden.Decode(Golden.Bytes(name)).Image!;
            Assert.Equal(Golden.Hash(name), Golden.Hash(image));
        });
    }

    private static ImageFacts Facts(string name)
    {
        var outcome = Golden.Decode(Golden.Bytes(name));
        outcome.Image?.Dispose();
        return outcome.Facts!;
    }
}
