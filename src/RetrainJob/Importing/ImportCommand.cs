using System.CommandLine;
using StayPositive.RetrainJob.Checkpoints;

namespace StayPositive.RetrainJob.Importing;

/// <summary>Verb <c>import</c>: a PyTorch checkpoint of a known architecture becomes a model package. No code of the file runs.</summary>
internal static class ImportCommand
{
    /// <summary>The file cannot be read, or the package cannot be written.</summary>
    public const int Unreadable = 3;

    /// <summary>The checkpoint is refused: hostile, damaged, or another network.</summary>
    public const int Refused = 4;

    private static readonly Argument<string> Checkpoint = new("checkpoint") { Description = "A PyTorch checkpoint (zip format) or safetensors file." };

    private static readonly Option<string> Arch = new("--arch") { Description = $"{string.Join(", ", Architecture.All.Select(known => known.Name))}.", Required = true };

    private static readonly Option<string> Output = new("--out") { Description = "Package folder to write.", Required = true };

    private static readonly Option<bool> Half = new("--fp16") { Description = "Weights and arithmetic in float16: half the file, and faster on graphics cards." };

    public static Command Create()
    {
        Arch.AcceptOnlyFromAmong([.. Architecture.All.Select(known => known.Name)]);
        var command = new Command("import", "Turn a published detector's checkpoint into a model package, and check it against the training library.") { Checkpoint, Arch, Output, Half };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(Checkpoint), parsed.GetRequiredValue(Arch), parsed.GetRequiredValue(Output), Console.Out, Console.Error, parsed.GetValue(Half)));
        return command;
    }

    /// <summary>Exit code; what is wrong is said in one sentence, and the keys that differ in a line each.</summary>
    internal static int Run(string checkpoint, string arch, string output, TextWriter report, TextWriter errors, bool half = false)
    {
        try
        {
            foreach (var line in Importer.Run(checkpoint, Architecture.All.Single(known => known.Name == arch), output, half).Lines())
                report.WriteLine(line);
            return 0;
        }
        catch (CheckpointRefusedException exception)
        {
            errors.WriteLine($"{exception.Code}: {exception.Message}");
            return Refused;
        }
        catch (ImportRefusedException exception)
        {
            errors.WriteLine(exception.Message);
            foreach (var line in exception.Keys?.Lines() ?? [])
                errors.WriteLine("  " + line);
            return Refused;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(exception.Message);
            return Unreadable;
        }
    }
}
