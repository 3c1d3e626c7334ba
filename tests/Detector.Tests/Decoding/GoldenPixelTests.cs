using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Tests.Decoding;

public sealed class GoldenPixelTests
{
    public static TheoryData<string> Names => [.. Golden.Names];

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
