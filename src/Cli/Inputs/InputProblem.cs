namespace StayPositive.Cli.Inputs;

/// <summary>Why an input could not even be read.</summary>
/// <param name="Code">NotFound, NoImages, Unreadable.</param>
/// <param name="Sentence">What was wrong.</param>
/// <param name="Advice">What to do.</param>
internal sealed record InputProblem(string Code, string Sentence, string Advice);
