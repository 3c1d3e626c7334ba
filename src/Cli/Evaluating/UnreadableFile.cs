namespace StayPositive.Cli.Evaluating;

/// <summary>A file that could not be decoded.</summary>
/// <param name="Path">The file.</param>
/// <param name="Code">The decoder's rejection code.</param>
/// <param name="Sentence">The decoder's sentence.</param>
internal sealed record UnreadableFile(string Path, string Code, string Sentence);
