namespace StayPositive.Cli.Inputs;

/// <summary>Something to scan: a file, standard input, or a problem that stands in its place.</summary>
/// <param name="Name">As printed.</param>
/// <param name="Path">Null for standard input and for problems.</param>
/// <param name="Problem">Why there is nothing to scan, else null.</param>
internal sealed record Input(string Name, string? Path, InputProblem? Problem)
{
    /// <summary>How standard input is named on the command line and in the results.</summary>
    public const string StandardInput = "-";

    public static Input OfProblem(string name, string code, string sentence, string advice) => new(name, null, new InputProblem(code, sentence, advice));
}
