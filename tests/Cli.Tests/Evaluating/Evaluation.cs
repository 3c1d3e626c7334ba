using System.CommandLine;
using System.Text.Json;
using StayPositive.Cli.Evaluating;

namespace StayPositive.Cli.Tests.Evaluating;

/// <summary>One run of the verb: exit code and both outputs.</summary>
internal sealed record Evaluation(int ExitCode, string Output, string Error)
{
    /// <summary>The output as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>The only re-encoding's figures of a score.</summary>
    public JsonElement Figures(string head, string score) => Json.GetProperty("results")[0].GetProperty("scores").EnumerateArray()
        .Single(entry => entry.GetProperty("head").GetString() == head && entry.GetProperty("score").GetString() == score)
        .GetProperty("figures");

    /// <summary>Runs <c>evaluate</c> on the folders real and fake, with the model of folder model.</summary>
    public static Task<Evaluation> OfAsync(PictureFolder folder, params string[] arguments) => RunAsync(
        ["evaluate", "--real", folder.Path("real"), "--fake", folder.Path("fake"), "--model", folder.Path("model"), .. arguments],
        TestContext.Current.CancellationToken);

    public static async Task<Evaluation> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var root = new RootCommand { EvaluateCommand.Create() };
        var exit = await root.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, cancellationToken);
        return new Evaluation(exit, output.ToString(), error.ToString());
    }
}
