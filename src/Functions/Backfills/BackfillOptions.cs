namespace StayPositive.Functions.Backfills;

/// <summary>How older uploads are scanned. Section <c>Backfills</c> of the configuration.</summary>
public sealed class BackfillOptions
{
    /// <summary>Uploads between two notes of how far it has come, 1..1000; a pause or a kill costs at most these.</summary>
    public int PageSize { get; set; } = 20;

    /// <summary>Processor time of a megapixel for the estimate, seconds, 0..1000; docs/performance.md measures 0.56 for the model that ships.</summary>
    public double CpuSecondsPerMegapixel { get; set; } = 0.56;

    /// <summary>Seconds for which a page is left to the process that took it, 1..3600.</summary>
    public int LeaseSeconds { get; set; } = 60;

    /// <exception cref="InvalidOperationException">A setting is outside its limits; the message names it.</exception>
    public void Check()
    {
        Require(PageSize is >= 1 and <= 1000, $"Backfills:PageSize is {PageSize}; it must be in 1..1000.");
        Require(CpuSecondsPerMegapixel is >= 0 and <= 1000, $"Backfills:CpuSecondsPerMegapixel is {CpuSecondsPerMegapixel}; it must be in 0..1000.");
        Require(LeaseSeconds is >= 1 and <= 3600, $"Backfills:LeaseSeconds is {LeaseSeconds}; it must be in 1..3600.");
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
            throw new InvalidOperationException(sentence);
    }
}
