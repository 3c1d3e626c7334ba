namespace StayPositive.Cli.Scanning;

/// <summary>Prints rows: as a table, a JSON document, or JSON lines.</summary>
internal interface IRowWriter
{
    /// <summary>Takes the next row, in input order.</summary>
    void Add(ScanRow row);

    /// <summary>Prints what is left.</summary>
    /// <param name="unscanned">Inputs that a cancellation left out.</param>
    void Finish(int unscanned);
}
