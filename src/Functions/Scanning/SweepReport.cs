namespace StayPositive.Functions.Scanning;

/// <summary>What a sweep did.</summary>
/// <param name="Listed">Uploads that were listed.</param>
/// <param name="Due">Uploads without a state.</param>
/// <param name="Settled">Markers of open effects that were looked behind.</param>
/// <param name="Failed">Of these and of the parts of a sweep; they come again.</param>
/// <param name="Poisoned">Messages of poison queues that were dealt with.</param>
/// <param name="Rescanned">States that only a new scan could renew, and that it has renewed.</param>
internal sealed record SweepReport(int Listed = 0, int Due = 0, int Settled = 0, int Failed = 0, int Poisoned = 0, int Rescanned = 0);
