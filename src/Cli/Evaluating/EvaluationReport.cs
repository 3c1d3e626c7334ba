namespace StayPositive.Cli.Evaluating;

/// <summary>The result of <c>evaluate</c>; its JSON is this record in camel case, with null for what is not defined.</summary>
/// <param name="Schema">Always <see cref="CurrentSchema"/>.</param>
/// <param name="Model">Version of the model.</param>
/// <param name="Backbone">SHA-256 of the backbone.</param>
/// <param name="Crop">Side of the crops, pixels; 0 = whole images.</param>
/// <param name="Seed">Fixed sample, places and bootstrap.</param>
/// <param name="Resamples">Of the bootstrap.</param>
/// <param name="Real">What became of the real files.</param>
/// <param name="Fake">What became of the generated or edited files.</param>
/// <param name="Warnings">Sentences a reader must know before the figures.</param>
/// <param name="Results">One for each re-encoding.</param>
internal sealed record EvaluationReport(
    string Schema,
    string Model,
    string Backbone,
    int Crop,
    int Seed,
    int Resamples,
    ClassFiles Real,
    ClassFiles Fake,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<ReencodingReport> Results)
{
    public const string CurrentSchema = "staypositive.evaluation/1";
}
