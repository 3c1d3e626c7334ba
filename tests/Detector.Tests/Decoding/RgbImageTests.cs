using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Tests.Decoding;

public sealed class RgbImageTests
{
    [Fact]
    public void Pixels_and_rows_are_those_that_were_given()
    {
        byte[] rgb = [.. Enumerable.Range(0, 3 * 2 * 3).Select(value => (byte)value)];

        using var image = RgbImage.FromPixels(3, 2, rgb);

        Assert.Equal(rgb, image.Pixels.ToArray());
        Assert.Equal(rgb[9..], image.Row(1).ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_row_outside_the_image_is_refused(int row)
    {
        using var image = RgbImage.FromPixels(3, 2, new byte[18]);

        Assert.Throws<ArgumentOutOfRangeException>(() => _ = image.Row(row).Length);
    }

    [Fact]
    public void A_wrong_number_of_bytes_is_refused() => Assert.Throws<ArgumentException>(() => RgbImage.FromPixels(3, 2, new byte[17]));

    [Fact]
    public void A_second_disposal_does_not_give_the_buffer_back_twice()
    {
        var image = RgbImage.FromPixels(64, 64, new byte[64 * 64 * 3]);
        image.Dispose();
        image.Dispose();

        using var first = RgbImage.FromPixels(64, 64, Filled(1));
        using var second = RgbImage.FromPixels(64, 64, Filled(2));

        Assert.Equal(1, first.Pixels[0]);
        Assert.Equal(2, second.Pixels[0]);
    }

    [Fact]
    public void A_disposed_image_has_no_pixels()
    {
        var image = RgbImage.FromPixels(1, 1, [1, 2, 3]);
        image.Dispose();

        Assert.Throws<ObjectDisposedException>(() => _ = image.Pixels.Length);
    }

    private static byte[] Filled(byte value)
    {
        var rgb = new byte[64 * 64 * 3];
        Array.Fill(rgb, value);
        return rgb;
    }
}
