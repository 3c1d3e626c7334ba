using System.Text;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Provenance;
using StayPositive.Detector.Tests.Decoding;
using static StayPositive.Detector.Tests.Provenance.DeclaredFiles;

namespace StayPositive.Detector.Tests.Provenance;

/// <summary>What is found in well-made files of each format.</summary>
public sealed class DeclaredProvenanceTests
{
    [Fact]
    public void Files_without_declarations_declare_nothing()
    {
        foreach (var name in Golden.Names.Where(name => name is not "jpeg-ultra-hdr.jpg"))
            Assert.True(Read(Golden.Bytes(name)).IsEmpty, $"{name}: {Read(Golden.Bytes(name))}");
        Assert.Same(DeclaredProvenance.None, DeclaredProvenance.Read(default, ImageFormat.Unknown));
    }

    [Theory]
    [InlineData(330)]
    [InlineData(24)]
    [InlineData(1)]
    [InlineData(0)]
    public void A_jpegs_manifest_is_seen_wherever_it_is_cut_into_segments(int first)
    {
        var read = Read(Jpeg(C2paSegments(first)));

        Assert.True(read.HasC2pa);
        Assert.False(read.DeclaresGeneration); // cameras sign as well
    }

    [Fact]
    public void Another_jumbf_box_is_no_manifest()
    {
        var segments = C2paSegments(40);
        segments[0][4 + 16 + 8] ^= 1; // the first byte of the type

        Assert.False(Read(Jpeg(segments)).HasC2pa);
        Assert.False(Read(Jpeg(C2paSegments(4)[..1])).HasC2pa);
    }

    [Fact]
    public void Manifests_are_seen_in_every_format_that_can_carry_them()
    {
        Assert.True(Read(Png(Decoding.Png.Chunk("caBX"u8, Manifest()))).HasC2pa);
        Assert.True(Read(WebP(Riff("ABCD"u8, new byte[7]), Riff("C2PA"u8, Manifest()))).HasC2pa);
        Assert.True(Read(Gif(Application("NETSCAPE2.0", [1, 0, 0]), Application("C2PA_GIF\u0001\0\0", Manifest()))).HasC2pa);
        Assert.True(Read(Tiff(true, [(0xCD41, 7, Manifest())])).HasC2pa);
        Assert.True(Read(Tiff(false, [(0xCD41, 7, Manifest())])).HasC2pa);
        Assert.True(Read(Heif(0)).HasC2pa);
        Assert.True(Read([.. Box("ftyp"u8, [.. "heic"u8, 0, 0, 0, 0]), .. Heif(0)[16..]]).HasC2pa);
        Assert.True(Read(All[^1]).HasC2pa);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Items_of_an_avif_are_read_from_the_file_and_from_the_item_data(int version)
    {
        var read = Read(Heif(version));

        Assert.Equal((Generated, "Some Editor 3"), (read.DigitalSourceType, read.Software));
        Assert.Equal("Exif.UserComment", Assert.Single(read.Texts).Key);
    }

    [Fact]
    public void Packets_are_found_in_every_format()
    {
        var xmp = Xmp($"Iptc4xmpExt:DigitalSourceType='{Generated}'");
        byte[][] files =
        [
            Jpeg(Segment(0xE1, XmpSegment(xmp))), Png(International("XML:com.adobe.xmp", xmp)), Png(International("XML:com.adobe.xmp", xmp, compressed: true)),
            WebP(Riff("XMP "u8, Utf8(xmp))), Gif(XmpExtension(xmp)), Tiff(false, [(0x02BC, 1, Utf8(xmp))]),
        ];

        Assert.All(files, file => Assert.Equal((Generated, true, false), (Read(file).DigitalSourceType, Read(file).DeclaresGeneration, Read(file).HasC2pa)));
    }

    [Fact]
    public void Texts_of_a_png_are_read_plain_compressed_and_international()
    {
        var read = Read(Png(
            Text("parameters", Parameters), Compressed("prompt", "{\"1\": {\"inputs\": {}}}"), International("workflow", "ein Bär 熊"),
            International("sd-metadata", "{}", compressed: true), Text("Comment", "my holidays"), Text("Author", "A. Person"), Text("Software", "gimp")));

        Assert.Equal(
            [("parameters", Parameters.Replace('\n', ' ')), ("prompt", "{\"1\": {\"inputs\": {}}}"), ("workflow", "ein Bär 熊"), ("sd-metadata", "{}")],
            read.Texts.Select(text => (text.Key, text.Text)));
        Assert.Equal(("gimp", true), (read.Software, read.DeclaresGeneration));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_user_comment_is_read_in_either_byte_order(bool bigEndian)
    {
        byte[][] files = [Jpeg(Segment(0xE1, [.. "Exif\0\0"u8, .. Exif(bigEndian)])), WebP(Riff("EXIF"u8, Exif(bigEndian))), Png(Decoding.Png.Chunk("eXIf"u8, Exif(bigEndian))), Exif(bigEndian)];

        foreach (var file in files)
        {
            Assert.Equal(new GenerationText("Exif.UserComment", Parameters.Replace('\n', ' ')), Assert.Single(Read(file).Texts));
            Assert.Equal("Some Editor 3", Read(file).Software);
        }
    }

    [Fact]
    public void A_user_comment_is_read_in_each_encoding_and_a_persons_is_not_kept()
    {
        Assert.Single(Comment([.. "ASCII\0\0\0"u8, .. Utf8(Parameters)]).Texts);
        Assert.Single(Comment([.. new byte[8], .. Utf8(Parameters)]).Texts);
        Assert.Single(Comment([.. "UNICODE\0"u8, .. Encoding.Unicode.GetBytes(Parameters)]).Texts);
        Assert.True(Comment([.. "ASCII\0\0\0"u8, .. "Anna's birthday. Steps: many"u8]).IsEmpty);

        static DeclaredProvenance Comment(byte[] value) => Read(Tiff(false, [], (0x9286, 7, value)));
    }

    [Fact]
    public void A_workflow_in_the_fields_of_the_camera_is_read_and_a_camera_is_not()
    {
        var read = Read(WebP(Riff("EXIF"u8, Tiff(true, [(0x010F, 2, Utf8("workflow:{\"nodes\": []}\0")), (0x0110, 2, Utf8("Prompt:{}\0"))]))));

        Assert.Equal([("workflow", "{\"nodes\": []}"), ("prompt", "{}")], read.Texts.Select(text => (text.Key, text.Text)));
        Assert.True(Read(Tiff(true, [(0x010F, 2, Utf8("Prompt Camera Works\0"))])).IsEmpty);
    }

    [Fact]
    public void An_iptc_credit_counts_only_if_it_names_a_generator()
    {
        var read = Read(Jpeg(Segment(0xED, Photoshop())));

        Assert.Equal(("Iptc.Credit", "Made with Google AI"), (Assert.Single(read.Texts).Key, read.Texts[0].Text));
        Assert.Equal("Adobe Photoshop", read.Software);
        Assert.True(Read(Jpeg(Segment(0xED, Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(Photoshop()).Replace("Google AI", "my hands!", StringComparison.Ordinal))))).Texts.Count == 0);
    }

    [Theory]
    [InlineData("Adobe Firefly 3", true)]
    [InlineData("made by MIDJOURNEY.", true)]
    [InlineData("DALL·E 3", true)]
    [InlineData("Point Grey Firefly", false)]
    [InlineData("NotMidjourneys", false)]
    [InlineData("Adobe Photoshop 25.0", false)]
    public void A_program_declares_generation_if_it_is_a_generator(string software, bool declares) =>
        Assert.Equal((software, declares), (Read(Png(International("Software", software))).Software, Read(Png(International("Software", software))).DeclaresGeneration));

    [Fact]
    public void A_generator_goes_before_other_programs_and_a_generated_source_before_others()
    {
        var xmp = Xmp("xmp:CreatorTool='Midjourney'", $"<Iptc4xmpExt:DigitalSourceType>{Generated}</Iptc4xmpExt:DigitalSourceType>");
        var read = Read(Png(
            Text("Software", "gimp"), International("XML:com.adobe.xmp", Xmp("Iptc4xmpExt:DigitalSourceType='digitalCapture'")), International("XML:com.adobe.xmp", xmp),
            Text("Software", "paint")));

        Assert.Equal(("Midjourney", Generated), (read.Software, read.DigitalSourceType));
    }
}
