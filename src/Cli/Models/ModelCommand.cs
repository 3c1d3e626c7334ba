using System.CommandLine;
using Spectre.Console;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Models;

/// <summary>Verbs <c>model show</c> and <c>model verify</c>.</summary>
internal static class ModelCommand
{
    private static readonly Argument<string?> Folder = new("folder") { Description = "Package folder (default: the starter model).", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create()
    {
        var show = new Command("show", "Print what a model is: hashes, weights, thresholds with n and intervals.") { Folder };
        show.SetAction(parsed => Run(parsed, Show));
        var verify = new Command("verify", "Check a model package as the scanner does before it uses one.") { Folder };
        verify.SetAction(parsed => Run(parsed, Verify));
        return new Command("model", "Look at model packages.") { show, verify };
    }

    private static int Run(ParseResult parsed, Action<ModelPackage, string, TextWriter> print)
    {
        var folder = parsed.GetValue(Folder) ?? ModelLocator.Default();
        try
        {
            print(ModelPackage.Load(folder), folder, parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        }
        catch (ModelRefusedException refused)
        {
            parsed.InvocationConfiguration.Error.WriteLine(Sentence(refused, "an argument"));
            return ExitCode.ModelRefused;
        }
    }

    /// <summary>Why a model is refused, and what to do.</summary>
    /// <param name="refused">What the check found.</param>
    /// <param name="with">How another folder is given.</param>
    public static string Sentence(ModelRefusedException refused, string with) =>
        $"{refused.Code}: {refused.Message} {(refused.Code == ModelRefusal.Missing ? "Give the folder of a model package" : "Use an intact model package")} with {with}.";

    private static void Verify(ModelPackage package, string folder, TextWriter output)
    {
        output.WriteLine($"{folder}: {package.Version} is a valid model package.");
        output.WriteLine($"backbone.onnx has the SHA-256 {package.Backbone.Sha256} that manifest.json names; only allowed operators, no external data, no padding, finite weights, {package.Backbone.Channels} channels, stride {package.Backbone.Stride}, receptive field {package.Backbone.ReceptiveField}.");
        output.WriteLine($"head.json has {package.Head.Channels} finite weights, all >= 0, and belongs to this backbone; thresholds and policy are consistent.");
    }

    internal static void Show(ModelPackage package, string folder, TextWriter output)
    {
        var nonZeros = 0;
        foreach (var weight in package.Head.Weights)
            nonZeros += weight > 0 ? 1 : 0;
        output.WriteLine($"model      {package.Version} ({folder})");
        output.WriteLine($"backbone   {package.Backbone.Sha256}, {package.BackboneBytes.Length} bytes");
        output.WriteLine($"           {package.Backbone.Channels} channels, a cell of {package.Backbone.Stride} pixels sees {package.Backbone.ReceptiveField}, padding {package.Backbone.Padding}");
        output.WriteLine($"head       {nonZeros} of {package.Head.Channels} weights above 0, none below; bias {package.Head.Bias:F4}");
        output.WriteLine($"scale      P = sigmoid({package.Calibration.Slope:F3} x logit + {package.Calibration.Offset:F3} + log odds of the prevalence)");
        output.WriteLine($"policy     {package.Policy.Version}: findings at {package.Policy.FalsePositiveRate:0.###%}, uncertain at {package.Policy.UncertainFalsePositiveRate:0.###%}, prevalence {package.Policy.Prevalence:0.###%}");
        output.WriteLine();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 200;
        var table = new Table { Border = TableBorder.Ascii };
        table.AddColumns("megapixels", "stated FPR", "logit >", "windows >", "photos", "false positives (95% interval)", "supported");
        foreach (var bin in package.Calibration.Bins)
            foreach (var set in bin.Thresholds)
                table.AddRow(Cells(bin, set).Select(cell => new Text(cell)));
        console.Write(table);
    }

    private static string[] Cells(SizeBin bin, ThresholdSet set) =>
    [
        $"{bin.MinMegapixels}-{bin.MaxMegapixels}", $"{set.FalsePositiveRate:0.###%}", $"{set.Global:F3}",
        string.Join(", ", set.Windows.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {pair.Value:F2}")),
        set.Photos.ToString(), $"{set.FalsePositives} ({set.Interval.Low:0.0%} - {set.Interval.High:0.0%})", set.Supported ? "yes" : "no, borrowed",
    ];
}
