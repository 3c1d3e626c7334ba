using StayPositive.Detector.Provenance;
using static StayPositive.Detector.Tests.Provenance.DeclaredFiles;

namespace StayPositive.Detector.Tests.Provenance;

public sealed class XmpDeclarationsTests
{
    [Theory]
    [InlineData(Generated, true)]
    [InlineData("http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia", true)]
    [InlineData("http://c2pa.org/digitalsourcetype/trainedAlgorithmicData", true)]
    [InlineData("https://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia/", true)]
    [InlineData("digsrctype:trainedAlgorithmicMedia", true)]
    [InlineData("trainedAlgorithmicMedia", true)]
    [InlineData("http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture", false)]
    [InlineData("http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia", false)]
    [InlineData("http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic", false)]
    [InlineData("not trainedAlgorithmicMedia", false)]
    public void A_source_type_is_read_as_attribute_element_and_resource(string type, bool declares)
    {
        string[] packets =
        [
            Xmp($"Iptc4xmpExt:DigitalSourceType='{type}'"),
            Xmp("", $"<Iptc4xmpExt:DigitalSourceType> {type}\n</Iptc4xmpExt:DigitalSourceType>"),
            Xmp("", $"<Iptc4xmpExt:DigitalSourceType><![CDATA[{type}]]></Iptc4xmpExt:DigitalSourceType>"),
            Xmp("", $"<Iptc4xmpExt:DigitalSourceType rdf:resource='{type}'/>"),
            Xmp($"Iptc4xmpExt:DigitalSourceType='{type}'").Replace("2008-02-29", "2008-02-19", StringComparison.Ordinal),
        ];

        Assert.All(packets, packet => Assert.Equal((type, declares), (Of(packet).DigitalSourceType, Of(packet).DeclaresGeneration)));
    }

    [Fact]
    public void Properties_of_ingredients_and_of_other_namespaces_are_passed_over()
    {
        var ingredient = $"<rdf:Bag><rdf:li rdf:parseType='Resource'><Iptc4xmpExt:DigitalSourceType>{Generated}</Iptc4xmpExt:DigitalSourceType></rdf:li></rdf:Bag>";

        Assert.True(Of(Xmp("", $"<xmpMM:Ingredients>{ingredient}</xmpMM:Ingredients>")).IsEmpty);
        Assert.True(Of(Xmp($"xmp:DigitalSourceType='{Generated}'")).IsEmpty);
    }

    [Fact]
    public void Credits_and_names_of_systems_are_read()
    {
        var read = Of(Xmp(
            "photoshop:Credit='Edited with Google AI' Iptc4xmpExt:AISystemUsed='Some Model 4'",
            "<TC260:AIGC>{&quot;Label&quot;:&quot;1&quot;,&quot;ContentProducer&quot;:&quot;x&quot;}</TC260:AIGC>"
            + "<Iptc4xmpExt:AIPromptInformation><rdf:Alt><rdf:li xml:lang='x-default'>a fox</rdf:li></rdf:Alt></Iptc4xmpExt:AIPromptInformation>"));

        Assert.Equal(
            [("photoshop:Credit", "Edited with Google AI"), ("Iptc4xmpExt:AISystemUsed", "Some Model 4"), ("TC260:AIGC", "{\"Label\":\"1\",\"ContentProducer\":\"x\"}"), ("Iptc4xmpExt:AIPromptInformation", "a fox")],
            read.Texts.Select(text => (text.Key, text.Text)));
        Assert.True(Of(Xmp("photoshop:Credit='A. Person'")).IsEmpty);
    }

    [Fact]
    public void A_packet_that_breaks_keeps_what_came_before()
    {
        var packet = Xmp($"Iptc4xmpExt:DigitalSourceType='{Generated}'", "<xmp:CreatorTool>Midjourney</xmp:CreatorTool>");

        Assert.Equal(Generated, Of(packet[..packet.IndexOf("<xmp:CreatorTool>", StringComparison.Ordinal)]).DigitalSourceType);
        Assert.Equal("Midjourney", Of(packet + "\0\0 & <").Software);
    }

    [Fact]
    public void A_document_type_is_refused_and_its_entities_are_never_expanded()
    {
        var laughs = string.Concat(Enumerable.Range(1, 9).Select(n => $"<!ENTITY {(char)('a' + n)} \"{string.Concat(Enumerable.Repeat($"&{(char)('a' + n - 1)};", 10))}\">"));
        var packet = Xmp("", "<xmp:CreatorTool>&j;</xmp:CreatorTool>");
        var secret = Path.GetTempFileName();
        File.WriteAllText(secret, "Midjourney");
        try
        {
            Assert.True(Of($"<!DOCTYPE x [<!ENTITY a \"Midjourney\">{laughs}]>{packet}").IsEmpty);
            Assert.True(Of($"<!DOCTYPE x [<!ENTITY j SYSTEM \"file://{secret}\">]>{packet}").IsEmpty);
            Assert.True(Of(packet).IsEmpty);
        }
        finally
        {
            File.Delete(secret);
        }
    }

    private static DeclaredProvenance Of(string packet) => Read(WebP(Riff("XMP "u8, Utf8(packet))));
}
