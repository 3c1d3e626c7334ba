namespace StayPositive.Functions.Telemetry;

/// <summary>Where a verdict came from.</summary>
internal enum Origin
{
    /// <summary>The network.</summary>
    Scan,

    /// <summary>The state of another blob with the same content.</summary>
    State,

    /// <summary>The stored measurement, judged by another policy or head.</summary>
    Measurement,
}
