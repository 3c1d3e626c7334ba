namespace StayPositive.Cli.Labelling;

/// <summary>What is wrong with a row. Codes are stable; see docs/labels.md.</summary>
/// <param name="Line">Of the table.</param>
/// <param name="Code">For scripts, e.g. <c>label-unknown</c>.</param>
/// <param name="Sentence">For people.</param>
internal sealed record ImportError(int Line, string Code, string Sentence);
