using System.CommandLine;
using StayPositive.Detector.Models;
using StayPositive.RetrainJob.Heads;

namespace StayPositive.RetrainJob.Importing;

/// <summary>Verb <c>fit-imported</c>: makes the head of an imported package non-negative.</summary>
internal static class FitImportedCommand
{
    private static readonly Argument<string> Package = new("package") { Description = "Package folder that import has written." };

    private static readonly Option<string> Real = new("--real") { Description = "Folder of real photos, searched with its subfolders.", Required = true };

    private static readonly Option<string> Fake = new("--fake") { Description = "Folder of generated images, the same contents under the same processing if possible.", Required = true };

    private static readonly Option<string> Output = new("--out") { Description = "Package folder to write.", Required = true };

    private static readonly Option<double> Strength = new("--l2") { Description = "Strength of the regularisation.", DefaultValueFactory = _ => 1e-2 };

    public static Command Create()
    {
        var command = new Command("fit-imported", "Fit a non-negative head on an imported backbone, from folders of real and generated images.") { Package, Real, Fake, Output, Strength };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(Package), parsed.GetRequiredValue(Real), parsed.GetRequiredValue(Fake), parsed.GetRequiredValue(Output), parsed.GetRequiredValue(Strength), Console.Out, Console.Error));
        return command;
    }

    internal static int Run(string package, string real, string fake, string output, double l2, TextWriter report, TextWriter errors)
    {
        try
        {
            var (fitted, fit, rows, unscanned) = ImportedHeadFit.Run(BackbonePackage.Load(package), Images(real), Images(fake), l2);
            fitted.Save(output);
            report.WriteLine($"{rows} images, {unscanned} not scanned; {fit.NonZeros} of {fitted.Backbone.Channels} weights above 0, bias {fit.Bias:F3}, KKT residual {fit.KktResidual:E1} after {fit.Iterations} steps");
            report.WriteLine($"wrote {fitted.Version} to {output}; its thresholds are not supported by any photo yet");
            return 0;
        }
        catch (ModelRefusedException exception)
        {
            errors.WriteLine($"{exception.Code}: {exception.Message}");
            return ImportCommand.Refused;
        }
        catch (RefitRefusedException exception)
        {
            errors.WriteLine($"{exception.Code}: {exception.Message}");
            return ImportCommand.Refused;
        }
        catch (ArgumentException exception)
        {
            errors.WriteLine(exception.Message);
            return ImportCommand.Refused;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(exception.Message);
            return ImportCommand.Unreadable;
        }
    }

    private static string[] Images(string folder) => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
