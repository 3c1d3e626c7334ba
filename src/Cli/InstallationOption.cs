using System.CommandLine;
using Azure;
using Azure.Identity;
using StayPositive.Detector.Models;
using StayPositive.Storage.Installations;

namespace StayPositive.Cli;

/// <summary>Option <c>--data</c> of the verbs that work on an installation, and what they do when it cannot be used.</summary>
internal static class InstallationOption
{
    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "Folder of the installation. Default: the account of the environment variables Storage__..., as the app reads them, else the folder 'data'.",
    };

    /// <summary>Opens the installation and works on it.</summary>
    /// <returns>What the work returns, or the exit code of a fault, whose sentence is on stderr.</returns>
    public static async Task<int> RunAsync(ParseResult parsed, Func<Installation, Task<int>> work)
    {
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            var settings = InstallationEnvironment.FromEnvironment(parsed.GetValue(Data));
            if (!settings.IsAzure && !Directory.Exists(settings.Data))
            {
                await error.WriteLineAsync($"There is no installation in '{settings.Data}'. Give its folder with --data, or an account with Storage__BlobServiceUri.");
                return ExitCode.Usage;
            }

            return await work(new Installation(settings, TimeProvider.System));
        }
        catch (ModelRefusedException refused)
        {
            await error.WriteLineAsync($"{refused.Code}: {refused.Message}");
            return ExitCode.ModelRefused;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Cancelled.");
            return ExitCode.Cancelled;
        }
        catch (InvalidDataException damaged)
        {
            await error.WriteLineAsync($"Damaged: {damaged.Message}");
            return ExitCode.StorageFailed;
        }
        catch (RequestFailedException failed)
        {
            await error.WriteLineAsync($"Storage: {failed.Status} {failed.ErrorCode}");
            return ExitCode.StorageFailed;
        }
        catch (AuthenticationFailedException failed)
        {
            await error.WriteLineAsync($"Storage: {failed.Message.Split('\n')[0]}");
            return ExitCode.StorageFailed;
        }
        catch (Exception failed) when (failed is UnauthorizedAccessException or IOException and not OutputFailedException)
        {
            await error.WriteLineAsync($"Storage: {failed.Message}");
            return ExitCode.StorageFailed;
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or InvalidOperationException)
        {
            await error.WriteLineAsync(wrong.Message);
            return ExitCode.Usage;
        }
    }
}
