namespace StayPositive.Cli.Labelling;

/// <summary>Nothing is imported, because of these errors.</summary>
/// <param name="errors">At least one.</param>
internal sealed class ImportRefusedException(IReadOnlyList<ImportError> errors) : Exception($"{errors.Count} errors; nothing was imported.")
{
    /// <summary>In the order of lines.</summary>
    public IReadOnlyList<ImportError> Errors { get; } = errors;
}
