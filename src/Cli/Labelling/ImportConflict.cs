namespace StayPositive.Cli.Labelling;

/// <summary>Labels of one content that contradict each other. The newest wins.</summary>
/// <param name="Hash">The content.</param>
/// <param name="Line">Of the row that differs from what holds, or did.</param>
/// <param name="Row">Its label.</param>
/// <param name="Other">The other label, and where it is from.</param>
/// <param name="Won">Whether the row's label holds now.</param>
internal sealed record ImportConflict(string Hash, int Line, string Row, string Other, bool Won);
