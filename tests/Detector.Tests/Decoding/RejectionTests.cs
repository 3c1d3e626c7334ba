using System.Text;
using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Tests.Decoding;

public sealed class RejectionTests
{
    [Fact]
    public void An_empty_file_is_refused() => Refused(RejectionCode.Empty, []);

    [Theory]
    [InlineData("\0\0\0\u0018ftypheic...............", "Heic")]
    [InlineData("\0\0\0\u0020ftypmif1....heicmif1.......", "Heic")]
    [InlineData("II*\0\x10\0\0\0CR\u0002\0..............", "raw")]
    [InlineData("II+\0........................", "BigTIFF")]
    [InlineData("<html>no image here</html>", "no image format")]
    [InlineData("%PDF-1.7 ..................", "no image format")]
    [InlineData("R", "no image format")]
    public void A_format_that_is_not_scanned_is_named(string bytes, string named) =>
        Assert.Contains(named, Refused(RejectionCode.UnsupportedFormat, Encoding.Latin1.GetBytes(bytes)).Sentence, StringComparison.Ordinal);

    [Fact]
    public void A_jpeg_xl_is_named() => Assert.Contains("JpegXl", Refused(RejectionCode.UnsupportedFormat, [0xFF, 0x0A, 1, 2, 3, 4]).Sentence, StringComparison.Ordinal);

    [Fact]
    public void A_file_above_the_limit_is_refused_before_it_is_read() =>
        Refused(RejectionCode.TooManyBytes, new byte[1_000_001], new DecodeLimits { MaxMegabytes = 1 });

    [Fact]
    public void A_side_above_the_limit_is_refused() =>
        Refused(RejectionCode.TooLongSide, Golden.Bytes("png-rgb.png"), new DecodeLimits { MaxSide = 44 });

    [Fact]
    public void A_side_below_the_limit_is_refused() =>
        Refused(RejectionCode.TooSmall, Golden.Bytes("png-rgb.png"), new DecodeLimits { MinSide = 32 });

    [Fact]
    public void A_bomb_is_refused_by_its_header_and_takes_no_memory()
    {
        byte[] bomb = [.. Png.Signature, .. Png.Header(60000, 60000), .. Png.Chunk("IDAT"u8, new byte[1000]), .. Png.Chunk("IEND"u8, [])];
        _ = Golden.Decode(bomb);
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var before = process.PeakWorkingSet64;

        var rejected = Refused(RejectionCode.TooManyPixels, bomb);

        process.Refresh();
        Assert.Contains("60000 x 60000", rejected.Sentence, StringComparison.Ordinal);
        Assert.InRange(process.PeakWorkingSet64 - before, 0, 50_000_000);
    }

    [Fact]
    public void A_stopped_upload_is_truncated()
    {
        var bytes = Golden.Bytes("png-rgb.png");
        Refused(RejectionCode.Truncated, bytes[..(bytes.Length / 2)]);
        bytes = Golden.Bytes("webp-lossy.webp");
        Refused(RejectionCode.Truncated, bytes[..(bytes.Length / 2)]);
        bytes = Golden.Bytes("jpeg-420-64x48.jpg");
        Refused(RejectionCode.Truncated, bytes[..(bytes.Length / 2)]);
    }

    [Fact]
    public void The_end_of_a_thumbnail_is_not_the_end_of_the_image()
    {
        var bytes = Golden.Bytes("jpeg-thumbnail.jpg");

        Refused(RejectionCode.Truncated, bytes[..(bytes.Length * 3 / 4)]);
        Refused(RejectionCode.Truncated, bytes[..^2]);
    }

    [Fact]
    public void A_truncated_jpeg_with_an_end_marker_put_behind_it_is_refused()
    {
        var bytes = Golden.Bytes("jpeg-444-64x48.jpg");

        Refused(RejectionCode.Corrupt, [.. bytes[..(bytes.Length * 3 / 4)], 0xFF, 0xD9]);
    }

    [Fact]
    public void A_damaged_jpeg_with_a_gain_map_is_refused_like_any_other()
    {
        var bytes = Golden.Bytes("jpeg-ultra-hdr.jpg");
        var scan = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        (bytes[scan + 200], bytes[scan + 201]) = (0xFF, 0xD3); // a restart marker where none may be: the rest of the scan would be made up

        Refused(RejectionCode.Corrupt, bytes);
    }

    [Theory]
    [InlineData(1, 0xC3, "SOF3, 8 bits")]
    [InlineData(4, 12, "SOF0, 12 bits")]
    public void A_rare_kind_of_jpeg_is_named(int at, byte value, string named)
    {
        var bytes = Golden.Bytes("jpeg-444-64x48.jpg");
        bytes[bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]) + at] = value;

        Assert.Contains(named, Refused(RejectionCode.Unreadable, bytes).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_on_eight_threads_reads_as_on_one()
    {
        byte[][] files = [[.. Golden.Bytes("jpeg-444-64x48.jpg")[..^400], 0xFF, 0xD9], Golden.Bytes("png-rgb.png")];
        files[1][^30] ^= 0xFF;
        var alone = files.Select(file => Refused(RejectionCode.Corrupt, file)).ToArray();

        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, turn =>
            Assert.Equal(alone[turn % 2], Refused(RejectionCode.Corrupt, files[turn % 2])));
    }

    [Fact]
    public void A_broken_checksum_is_corrupt()
    {
        var bytes = Golden.Bytes("png-rgb.png");
        bytes[^30] ^= 0xFF;

        Refused(RejectionCode.Corrupt, bytes);
    }

    [Theory]
    [InlineData("gif-animated-1.gif", 200)]
    [InlineData("gif-still.gif", 20)]
    public void A_stopped_gif_is_truncated(string name, int missing) => Refused(RejectionCode.Truncated, Golden.Bytes(name)[..^missing]);

    [Fact]
    public void A_gif_whose_pixels_end_early_is_corrupt()
    {
        // The whole chain of blocks is there, but its code stream says that it ends in the middle of the picture.
        byte[] gif = [.. "GIF89a"u8, 64, 0, 64, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2C, 0, 0, 0, 0, 64, 0, 64, 0, 0, 2, 2, 0x4C, 0x01, 0, 0x3B];

        Refused(RejectionCode.Corrupt, gif);
    }

    [Theory]
    [InlineData("tiff-rgb-raw.tif")]
    [InlineData("tiff-rgb-tiff_lzw.tif")]
    [InlineData("bmp-24.bmp")]
    [InlineData("avif-lossless.avif")]
    public void A_stopped_file_of_another_format_is_refused(string name)
    {
        var bytes = Golden.Bytes(name);
        var outcome = Golden.Decode(bytes[..(bytes.Length * 3 / 4)]);

        Assert.Null(outcome.Image);
        Assert.True(outcome.Rejected!.Code is RejectionCode.Truncated or RejectionCode.Corrupt, outcome.Rejected.ToString());
    }

    [Theory]
    [InlineData("acTL", 3, "the number of frames")]
    [InlineData("fcTL", 3, "a sequence number")]
    [InlineData("fcTL", 7, "a width beyond the canvas")]
    [InlineData("fdAT", 3, "a sequence number of data")]
    [InlineData("fdAT", 20, "data under a check sum that no longer fits")]
    public void An_animated_png_that_lies_is_corrupt(string kind, int at, string about)
    {
        var bytes = Golden.Bytes("apng-opaque.png");
        var chunk = bytes.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(kind));
        bytes[chunk + 4 + at] ^= 0x40;

        Assert.NotNull(about);
        Refused(RejectionCode.Corrupt, bytes);
    }

    [Fact]
    public void A_kind_that_is_decoded_whole_is_refused_beyond_the_memory_budget()
    {
        byte[] interlaced = [.. Png.Signature, .. Png.Header(5000, 2000, interlaced: true), .. Png.Chunk("IDAT"u8, new byte[1000]), .. Png.Chunk("IEND"u8, [])];
        byte[] plain = [.. Png.Signature, .. Png.Header(5000, 2000), .. Png.Chunk("IDAT"u8, new byte[1000]), .. Png.Chunk("IEND"u8, [])];
        var limits = new DecodeLimits { MemoryMegabytes = 29 };

        Assert.Contains("30 MB", Refused(RejectionCode.TooMuchMemory, interlaced, limits).Sentence, StringComparison.Ordinal);
        Refused(RejectionCode.Corrupt, interlaced, limits with { MemoryMegabytes = 30 });
        Refused(RejectionCode.Corrupt, plain, limits);
    }

    [Theory]
    [InlineData("jpeg-420-64x48.jpg", true)]
    [InlineData("jpeg-gray.jpg", true)]
    [InlineData("jpeg-cmyk.jpg", true)]
    [InlineData("jpeg-420-progressive-64x48.jpg", false)]
    [InlineData("png-rgb.png", true)]
    [InlineData("png-interlaced.png", false)]
    [InlineData("webp-lossy.webp", false)]
    public void Baseline_jpeg_and_plain_png_need_no_memory_for_the_whole_frame(string name, bool streamed) =>
        Assert.Equal(streamed, ImageFile.Open(Golden.Bytes(name), new DecodeLimits()).File!.Needs.Bytes == 0);

    [Fact]
    public void An_animation_with_more_pixels_than_the_limit_is_refused()
    {
        var limits = new DecodeLimits { MaxAnimationMegapixels = 1, MaxMegapixels = 1 };
        var frames = (int)(1e6 / (47 * 33)) + 1;
        byte[] small = [.. "GIF89a"u8, 47, 0, 33, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255];
        byte[] one = [0x2C, 0, 0, 0, 0, 47, 0, 33, 0, 0, 2, 2, 0x4C, 0x01, 0];

        var rejected = Refused(RejectionCode.TooManyFrames, [.. small, .. Enumerable.Repeat(one, frames).SelectMany(block => block), 0x3B], limits);

        Assert.Contains($"{frames} frames", rejected.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tiff-pages.tif", 4)]
    [InlineData("animated.webp", 5)]
    [InlineData("apng-opaque.png", 5)]
    [InlineData("gif-animated-1.gif", 5)]
    public void An_animation_with_more_frames_than_the_limit_is_refused(string name, int frames)
    {
        Refused(RejectionCode.TooManyFrames, Golden.Bytes(name), new DecodeLimits { MaxFrames = frames - 1 });
        Golden.Decode(Golden.Bytes(name)).Image!.Dispose();
        Assert.NotNull(ImageFile.Open(Golden.Bytes(name), new DecodeLimits { MaxFrames = frames }).File);
    }

    [Fact]
    public void A_run_length_bitmap_is_named()
    {
        var bytes = Golden.Bytes("bmp-8.bmp");
        bytes[30] = 1;

        Assert.Contains("compression 1", Refused(RejectionCode.Unreadable, bytes).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 100, 30000, 8, "MaxMegabytes")]
    [InlineData(100, 701, 30000, 8, "MaxMegapixels")]
    [InlineData(100, 100, 7, 8, "MaxSide")]
    [InlineData(100, 100, 30000, 0, "MinSide")]
    public void A_limit_outside_its_range_is_named(int megabytes, int megapixels, int maxSide, int minSide, string named)
    {
        var limits = new DecodeLimits { MaxMegabytes = megabytes, MaxMegapixels = megapixels, MaxSide = maxSide, MinSide = minSide };

        Assert.Contains(named, Assert.Throws<ArgumentOutOfRangeException>(() => ImageDecoder.Decode(new byte[9], limits)).Message, StringComparison.Ordinal);
    }

    private static ImageRejected Refused(RejectionCode code, byte[] bytes, DecodeLimits? limits = null)
    {
        var outcome = ImageDecoder.Decode(bytes, limits ?? new DecodeLimits());
        outcome.Image?.Dispose();
        Assert.True(code == outcome.Rejected?.Code, $"{code} expected, but got {outcome.Rejected?.ToString() ?? "an image"}");
        Assert.NotEmpty(outcome.Rejected!.Sentence);
        Assert.NotEmpty(outcome.Rejected.Advice);
        return outcome.Rejected;
    }
}
