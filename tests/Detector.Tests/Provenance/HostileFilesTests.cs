using CsCheck;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Provenance;
using static StayPositive.Detector.Tests.Provenance.DeclaredFiles;

namespace StayPositive.Detector.Tests.Provenance;

/// <summary>Whatever a file holds, reading it ends soon, in little memory, without an exception, and gives safe text.</summary>
public sealed class HostileFilesTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    [Fact]
    public void Damaged_files_never_throw_take_long_or_give_unsafe_text()
    {
        var flips = Gen.Select(Gen.Double[0, 1], Gen.OneOf(Gen.Byte, Gen.Const((byte)0), Gen.Const((byte)0xFF))).Array[0, 12];
        var slowest = TimeSpan.Zero;
        Gen.Select(Gen.Int[0, All.Length - 1], flips, Gen.Double[0, 1.5]).Sample(
            (file, changes, cut) =>
            {
                var bytes = All[file][..];
                foreach (var (where, value) in changes)
                    bytes[(int)(where * (bytes.Length - 1))] = value;
                var format = ImageDecoder.Recognise(All[file]);
                var (read, elapsed, _) = Timed(bytes.AsMemory(0, (int)(Math.Min(cut, 1) * bytes.Length)), format);
                Check(read);
                slowest = elapsed > slowest ? elapsed : slowest;
            },
            iter: 10000, threads: 1);
        TestContext.Current.TestOutputHelper?.WriteLine($"slowest: {slowest.TotalMilliseconds:F1} ms");
        Assert.True(slowest < Soon, $"{slowest}");
    }

    [Fact]
    public void Bytes_of_one_format_read_as_another_never_throw()
    {
        foreach (var file in All)
            foreach (var format in Enum.GetValues<ImageFormat>())
                Check(DeclaredProvenance.Read(file, format));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_text_that_inflates_to_a_hundred_megabytes_costs_what_is_kept(bool international)
    {
        var bomb = Deflate(Enumerable.Repeat((byte)'a', 100_000_000).ToArray());
        var chunk = international
            ? Decoding.Png.Chunk("iTXt"u8, [.. "prompt"u8, 0, 1, 0, 0, 0, .. bomb])
            : Decoding.Png.Chunk("zTXt"u8, [.. "prompt"u8, 0, 0, .. bomb]);
        var file = Png(Enumerable.Repeat(chunk, 100).ToArray());

        var read = Bounded(file, 4_000_000);

        Assert.Equal(new string('a', GenerationText.MaxLength), Assert.Single(read.Texts).Text);
    }

    [Fact]
    public void A_packet_that_inflates_without_end_costs_what_is_read()
    {
        var start = Utf8(Xmp($"Iptc4xmpExt:DigitalSourceType='{Generated}'").Split("</rdf:Description>")[0]);
        var chunk = Decoding.Png.Chunk("iTXt"u8, [.. "XML:com.adobe.xmp"u8, 0, 1, 0, 0, 0, .. Deflate([.. start, .. Enumerable.Repeat((byte)' ', 50_000_000)])]);

        Assert.Equal(Generated, Bounded(Png(Enumerable.Repeat(chunk, 100).ToArray()), 4_000_000).DigitalSourceType);
    }

    [Theory]
    [InlineData("<a>", 300_000)]
    [InlineData("<xmp:a xmlns:b='c'>", 50_000)]
    [InlineData("<xmp:CreatorTool>", 50_000)]
    [InlineData("<a/>", 250_000)]
    [InlineData("&amp;", 200_000)]
    public void Deep_and_wide_packets_are_bounded(string piece, int times) =>
        Bounded(WebP(Riff("XMP "u8, Utf8(Xmp("", string.Concat(Enumerable.Repeat(piece, times)))))), 4_000_000);

    [Fact]
    public void Packets_of_many_attributes_and_namespaces_are_bounded()
    {
        var attributes = string.Concat(Enumerable.Range(0, 70_000).Select(n => $" a{n}='1'"));
        var spaces = string.Concat(Enumerable.Range(0, 30_000).Select(n => $" xmlns:n{n}='urn:{n}' n{n}:a='1'"));

        foreach (var packet in new[] { attributes, spaces })
            Bounded(WebP([.. Enumerable.Repeat(Riff("XMP "u8, Utf8(Xmp(packet))), 10)]), 20_000_000);
    }

    [Fact]
    public void Ten_megabytes_of_nothing_but_metadata_are_bounded()
    {
        const int much = 10_000_000;
        var comment = Riff("EXIF"u8, Exif(true));
        byte[][] files =
        [
            Jpeg([.. Enumerable.Repeat(Segment(0xE1, [.. "Exif\0\0"u8, .. Exif(true)]), 20_000)]),
            Jpeg(new byte[much].Select((_, n) => (byte)(n % 2 == 0 ? 0xFF : 0xD0)).ToArray()),
            Png([.. Enumerable.Repeat(Decoding.Png.Chunk("tEXt"u8, []), much / 12)]),
            Png([.. Enumerable.Repeat(Text("parameters", Parameters), much / 150)]),
            WebP([.. Enumerable.Repeat(comment, much / comment.Length)]),
            Gif([.. Enumerable.Repeat(XmpExtension(Xmp("")), 10_000)]),
            Gif([0x21, 0xFE, .. Enumerable.Repeat((byte)1, much)]),
            [.. "II*\0"u8, 8, 0, 0, 0, 0xFF, 0xFF, .. Enumerable.Range(0, 65535).SelectMany(_ => (byte[])[0x86, 0x92, 7, 0, 0xFF, 0xFF, 0xFF, 0x7F, 8, 0, 0, 0])],
            [.. Box("ftyp"u8, [.. "avif"u8, 0, 0, 0, 0]), .. Enumerable.Repeat((byte[])[0, 0, 0, 8, .. "meta"u8], much / 8).SelectMany(box => box)],
        ];

        foreach (var file in files)
            Bounded(file, 20_000_000);
    }

    [Fact]
    public void Directories_that_point_at_each_other_end()
    {
        var file = Exif(false);
        var pointer = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x69, 0x87, 4, 0]);
        file[pointer + 8] = 8; // the EXIF directory is the first directory

        Assert.Equal("Some Editor 3", Bounded(file, 1_000_000).Software);
    }

    [Fact]
    public void Lengths_that_lie_are_cut_to_what_is_there()
    {
        var png = Png();
        byte[] lying = [.. png[..33], 0xFF, 0xFF, 0xFF, 0xFF, .. "tEXt"u8, .. "prompt\0a fox"u8];
        byte[] box = [.. Box("ftyp"u8, [.. "avif"u8, 0, 0, 0, 0]), 0, 0, 0, 1, .. "uuid"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. Heif(0)[^400..]];

        Assert.Equal("a fox", Assert.Single(Bounded(lying, 1_000_000).Texts).Text);
        Check(Bounded(box, 1_000_000));
    }

    [Fact]
    public void Markup_stays_plain_text_and_control_characters_are_replaced()
    {
        const string markup = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>";
        var read = Read(Png(International("prompt", markup + "\u001b[31m\u202Eevil\0\u0007"), International("Software", "a\u009bb\uFFFF")));

        Assert.Equal(markup + "\uFFFD[31m\uFFFDevil\uFFFD\uFFFD", read.Texts[0].Text);
        Check(read);
    }

    [Fact]
    public void A_long_text_is_cut_between_characters()
    {
        var read = Read(Png(International("prompt", "x" + string.Concat(Enumerable.Repeat("🦊", 3000)))));

        Assert.Equal("x" + string.Concat(Enumerable.Repeat("🦊", 999)), read.Texts[0].Text);
    }

    /// <summary>Reads a file in time and memory (processor time and bytes allocated of this thread).</summary>
    private static DeclaredProvenance Bounded(byte[] file, long mostBytes)
    {
        var format = ImageDecoder.Recognise(file);
        var (read, elapsed, allocated) = Timed(file, format);
        TestContext.Current.TestOutputHelper?.WriteLine($"{format}, {file.Length} bytes: {elapsed.TotalMilliseconds:F1} ms, {allocated} bytes allocated");
        Assert.True(elapsed < Soon && allocated <= mostBytes, $"{format}: {elapsed}, {allocated} bytes");
        Check(read);
        return read;
    }

    private static (DeclaredProvenance Read, TimeSpan Elapsed, long Allocated) Timed(ReadOnlyMemory<byte> file, ImageFormat format)
    {
        var (start, before) = (ThreadClock.Now, GC.GetAllocatedBytesForCurrentThread());
        var read = DeclaredProvenance.Read(file, format);
        return (read, ThreadClock.Now - start, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Check(DeclaredProvenance read)
    {
        Assert.InRange(read.Texts.Count, 0, 16);
        foreach (var text in read.Texts.Select(text => text.Text).Append(read.Software ?? "").Append(read.DigitalSourceType ?? ""))
        {
            Assert.InRange(text.Length, 0, GenerationText.MaxLength);
            Assert.DoesNotContain(text, char.IsControl);
        }
    }
}
