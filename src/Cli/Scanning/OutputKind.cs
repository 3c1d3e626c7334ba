namespace StayPositive.Cli.Scanning;

/// <summary>How results are printed.</summary>
internal enum OutputKind
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>One JSON object a line, as soon as it is known.</summary>
    JsonLines,
}
