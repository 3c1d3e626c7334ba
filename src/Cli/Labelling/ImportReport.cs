namespace StayPositive.Cli.Labelling;

/// <summary>What an import did.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Contents">Different contents.</param>
/// <param name="Added">Labels written.</param>
/// <param name="Unchanged">Contents whose label was there already.</param>
/// <param name="Older">Contents that have a newer label.</param>
/// <param name="Measured">Images measured now.</param>
/// <param name="NotScanned">Images that got no label because they cannot be scanned: path, code and sentence.</param>
/// <param name="Conflicts">Labels that contradict each other.</param>
internal sealed record ImportReport(
    int Rows, int Contents, int Added, int Unchanged, int Older, int Measured, IReadOnlyList<(string Name, string Code, string Sentence)> NotScanned, IReadOnlyList<ImportConflict> Conflicts);
