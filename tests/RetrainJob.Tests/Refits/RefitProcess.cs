using System.Diagnostics;
using System.Text.Json;

namespace StayPositive.RetrainJob.Tests.Refits;

/// <summary>
/// The job as a process of its own, with JSON logs; killed at the end. Everything blocks: asynchronous reads of a pipe hold threads of the pool, and a signal that waits for a thread comes too late.
/// </summary>
internal sealed class RefitProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "StayPositive.RetrainJob.dll");

    private readonly Process process;
    private readonly Timer watchdog;
    private readonly Thread errors;
    private readonly List<JsonElement> log = [];

    private RefitProcess(Process process)
    {
        this.process = process;
        watchdog = new Timer(_ => process.Kill(), null, Patience, Timeout.InfiniteTimeSpan);
        errors = new Thread(() => process.StandardError.ReadToEnd()) { IsBackground = true }; // progress, which nobody asks for
        errors.Start();
    }

    /// <summary>Events so far.</summary>
    public IEnumerable<string> Events => log.Select(line => line.GetProperty("event").GetString()!);

    /// <summary>Starts <c>refit</c> on a world, with SIGINT at its default: who starts tests in the background of a shell hands down that it is ignored.</summary>
    public static RefitProcess Start(RefitWorld world, string name, object settings, params string[] more)
    {
        var file = Path.Combine(world.Place, name + ".json");
        File.WriteAllBytes(file, JsonSerializer.SerializeToUtf8Bytes(settings));
        string[] arguments = ["--default-signal=INT", "dotnet", Program, "refit", "--data", world.Data, "--settings", file, "--work", Path.Combine(world.Place, name), "--log", "json", .. more];
        return new RefitProcess(Process.Start(new ProcessStartInfo("/usr/bin/env", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!);
    }

    /// <summary>Reads the log until an event has come so often.</summary>
    public void Until(string name, int times = 1)
    {
        while (Events.Count(told => told == name) < times)
            Assert.True(Read(), $"It ended before '{name}': {this}");
    }

    /// <summary>Sends a signal, by its name without SIG.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("/bin/kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>kill -9, whatever it is doing.</summary>
    /// <returns>The exit code: 137, or its own when it was faster.</returns>
    public int Kill()
    {
        process.Kill();
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Reads the rest of the log.</summary>
    /// <returns>The exit code.</returns>
    public int Exit()
    {
        while (Read())
            ;
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Its log so far.</summary>
    public override string ToString() => string.Join('\n', log);

    public void Dispose()
    {
        watchdog.Dispose();
        if (!process.HasExited)
            process.Kill();
        errors.Join();
        process.Dispose();
    }

    private bool Read()
    {
        if (process.StandardOutput.ReadLine() is not { } line)
            return false;
        log.Add(JsonDocument.Parse(line).RootElement); // a line is whole, or it is no JSON
        return true;
    }
}
