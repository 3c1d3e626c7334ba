using System.CommandLine;
using StayPositive.Cli.Erasing;
using StayPositive.Cli.Evaluating;
using StayPositive.Cli.Labelling;
using StayPositive.Cli.Models;
using StayPositive.Cli.Rescoring;
using StayPositive.Cli.Scanning;
using StayPositive.Cli.Stability;

namespace StayPositive.Cli;

/// <summary>The command line as a function, so that tests can call it.</summary>
internal static class Application
{
    private const string Description =
        """
        Stay Positive: finds AI-generated and inpainted images by traces of generation only.

        Examples:
          staypositive scan samples
          staypositive scan photo.jpg 'uploads/**/*.png' --heatmaps maps
          staypositive scan uploads --report report.html
          staypositive evaluate --real photos --fake generated
          staypositive stability photos
          staypositive model show
          staypositive models promote --why 'shadow agrees'
          staypositive rescore --scope uploads
          staypositive label import labels.csv
          staypositive erase holiday/beach.jpg --dry-run

        Exit codes: 0 done, 1 flagged (with --fail-on flagged), 2 wrong command line, 3 some inputs not scanned, 4 model refused,
        5 output could not be written, 6 another process was first, 7 storage cannot be used,
        8 labels contradict each other, 130 cancelled.
        """;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand(Description)
        {
            ScanCommand.Create(),
            EvaluateCommand.Create(),
            StabilityCommand.Create(),
            ModelCommand.Create(),
            ModelsCommand.Create(),
            LabelCommand.Create(),
            RescoreCommand.Create(),
            EraseCommand.Create(),
        };
        try
        {
            var parsed = root.Parse(args);
            using var writer = new OutputWriter(output);
            var configuration = new InvocationConfiguration { Output = writer, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Grace };
            var code = await parsed.InvokeAsync(configuration).ConfigureAwait(false);
            await writer.FlushAsync().ConfigureAwait(false);
            return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
        }
        catch (IOException failed)
        {
            // The reader of a pipe has gone, the disk is full, a folder is read-only: nothing more can be printed there.
            await TryWriteAsync(error, failed is OutputFailedException ? failed.Message : $"The output cannot be written: {failed.Message}").ConfigureAwait(false);
            return ExitCode.OutputFailed;
        }
    }

    private static async Task TryWriteAsync(TextWriter error, string sentence)
    {
        try
        {
            await error.WriteLineAsync(sentence).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The exit code says it.
        }
    }
}
