namespace StayPositive.Detector.Provenance;

/// <summary>Collects what the walkers find, within bounds: a file made of nothing but metadata costs no more than an ordinary one.</summary>
internal sealed class Declarations
{
    private const int MostTexts = 16;
    private readonly List<GenerationText> texts = [];
    private int packetsLeft = 2; // a file has one XMP packet, or one more of a second tool
    private int itemsLeft = 32;
    private bool hasC2pa;
    private string? sourceType;
    private string? software;

    /// <summary>Must be asked before an XMP packet is parsed.</summary>
    public bool TakePacket() => packetsLeft-- > 0;

    /// <summary>Must be asked before a text is decoded or inflated.</summary>
    public bool TakeItem() => itemsLeft-- > 0;

    public void AddC2pa() => hasC2pa = true;

    /// <summary>The first counts, but one that declares generation goes before others.</summary>
    public void AddSourceType(string text) => sourceType = Better(sourceType, text, SourceTypes.DeclareGeneration);

    /// <inheritdoc cref="AddSourceType"/>
    public void AddSoftware(string text) => software = Better(software, text, GeneratorNames.AreIn);

    /// <summary>Kept only if it names a generator: other credits are people's names.</summary>
    public void AddCredit(string key, string text)
    {
        if (GeneratorNames.AreIn(text))
            AddText(key, text);
    }

    /// <summary>Kept only if it reads like a generator's settings: other comments are people's own.</summary>
    public void AddComment(string key, string text)
    {
        if (GeneratorComment.IsOne(text))
            AddText(key, text);
    }

    public void AddText(string key, string text)
    {
        if (texts.Count < MostTexts && SafeText.Of(text) is { Length: > 0 } safe && !texts.Exists(known => known.Key == key && known.Text == safe))
            texts.Add(new GenerationText(key, safe));
    }

    public DeclaredProvenance Result() => hasC2pa || sourceType is not null || software is not null || texts.Count > 0
        ? new DeclaredProvenance { HasC2pa = hasC2pa, DigitalSourceType = sourceType, Texts = texts.ToArray(), Software = software }
        : DeclaredProvenance.None;

    private static string? Better(string? known, string text, Func<string?, bool> declaresGeneration)
    {
        var safe = SafeText.Of(text);
        if (safe.Length == 0 || (known is not null && (declaresGeneration(known) || !declaresGeneration(safe))))
            return known;
        return safe;
    }
}
