using System.Xml;

namespace StayPositive.Detector.Provenance;

/// <summary>
/// Top-level properties of an XMP packet (ISO 16684-1), as attributes of a description or as its elements. Properties inside structures, such as those of
/// ingredients and of the history, are of other images and are passed over.
/// </summary>
internal static class XmpDeclarations
{
    /// <summary>Bytes of a packet that are read: four times a JPEG segment, and an element made of attributes alone takes the parser a tenth of a second.</summary>
    private const int MostBytes = 1 << 18;

    private const int DeepestNode = 64;
    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private const string Basic = "http://ns.adobe.com/xap/1.0/";
    private const string Tiff = "http://ns.adobe.com/tiff/1.0/";
    private const string Exif = "http://ns.adobe.com/exif/1.0/";
    private const string Photoshop = "http://ns.adobe.com/photoshop/1.0/";
    private const string Iptc = "http://iptc.org/std/Iptc4xmpExt/"; // a date follows, and writers differ in it
    private const string Aigc = "http://www.tc260.org.cn/ns/AIGC/";

    /// <summary>No document type, no entities of its own, nothing from elsewhere.</summary>
    private static XmlReaderSettings Settings => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostBytes,
        MaxCharactersFromEntities = 1,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    public static void Read(ReadOnlySpan<byte> packet, Declarations found, bool compressed = false)
    {
        if (packet.IsEmpty || !found.TakePacket())
            return;
        using var stream = new MemoryStream(compressed ? Inflation.Head(packet, MostBytes) : packet[..Math.Min(packet.Length, MostBytes)].ToArray());
        try
        {
            using var reader = XmlReader.Create(stream, Settings);
            Properties(reader, found);
        }
        catch (XmlException)
        {
            // What came before the damage, the padding or the bound is used.
        }
    }

    private static void Properties(XmlReader reader, Declarations found)
    {
        var root = -1; // depth of rdf:RDF
        (string Namespace, string Name)? open = null;
        while (reader.Read() && reader.Depth <= DeepestNode)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && open is { } property)
            {
                Add(property.Namespace, property.Name, reader.Value, found);
                open = null;
            }

            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (root < 0 && reader.LocalName == "RDF" && reader.NamespaceURI == Rdf)
            {
                root = reader.Depth;
            }
            else if (root >= 0 && reader.Depth == root + 1)
            {
                open = null;
                while (reader.MoveToNextAttribute())
                    Add(reader.NamespaceURI, reader.LocalName, reader.Value, found);
            }
            else if (root >= 0 && reader.Depth == root + 2)
            {
                open = (reader.NamespaceURI, reader.LocalName);
                if (reader.GetAttribute("resource", Rdf) is { } resource)
                    Add(reader.NamespaceURI, reader.LocalName, resource, found);
            }
        }
    }

    private static void Add(string space, string name, string text, Declarations found)
    {
        switch (name)
        {
            case "DigitalSourceType" when IsIptc(space):
                found.AddSourceType(text);
                break;
            case "AISystemUsed" or "AIPromptInformation" when IsIptc(space):
                found.AddText($"Iptc4xmpExt:{name}", text);
                break;
            case "CreatorTool" when space == Basic:
            case "Software" when space == Tiff:
                found.AddSoftware(text);
                break;
            case "Credit" when space == Photoshop:
                found.AddCredit("photoshop:Credit", text);
                break;
            case "UserComment" when space == Exif:
                found.AddComment("exif:UserComment", text);
                break;
            case "AIGC" when space.StartsWith(Aigc, StringComparison.Ordinal) && GeneratorComment.IsLabel(text):
                found.AddText("TC260:AIGC", text);
                break;
        }
    }

    private static bool IsIptc(string space) => space.StartsWith(Iptc, StringComparison.Ordinal);
}
