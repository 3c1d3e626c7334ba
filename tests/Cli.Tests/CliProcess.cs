using System.Diagnostics;

namespace StayPositive.Cli.Tests;

/// <summary>The command line as a process of its own, for what only signals can show; killed at the end.</summary>
internal sealed class CliProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    /// <summary>Starts it with SIGINT at its default: who starts tests in the background of a shell hands down that it is ignored.</summary>
    public CliProcess(params string[] arguments)
    {
        string[] all = ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "staypositive.dll"), .. arguments];
        process = Process.Start(new ProcessStartInfo("/usr/bin/env", all) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <summary>Waits until something has happened, then sends a signal, by its name without SIG.</summary>
    /// <returns>How it ended.</returns>
    public async Task<Run> InterruptAsync(string signal, Func<Task<bool>> when, CancellationToken cancellation)
    {
        for (var watch = Stopwatch.StartNew(); !await when(); await Task.Delay(2, cancellation))
            Assert.True(!process.HasExited && watch.Elapsed < Patience, process.HasExited ? $"It ended before: {process.ExitCode} {await output} {await errors}" : "It did not come so far.");
        using (var kill = Process.Start("/bin/kill", [$"-{signal}", $"{process.Id}"]))
            await kill.WaitForExitAsync(cancellation);
        await process.WaitForExitAsync(cancellation).WaitAsync(Patience, cancellation);
        return new Run(process.ExitCode, await output, await errors);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
