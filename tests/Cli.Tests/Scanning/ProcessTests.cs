using System.Diagnostics;

namespace StayPositive.Cli.Tests.Scanning;

/// <summary>What only a process of its own can show: signals, standard input, pipes, a full disk.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly ScanFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Standard_input_is_scanned()
    {
        using var process = Start("-", "--json");
        await process.StandardInput.BaseStream.WriteAsync(await File.ReadAllBytesAsync(folder.Generated("g.png"), Token), Token);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("\"file\":\"-\",\"verdict\":\"AiGenerated\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_prints_what_is_done_and_how_much_is_not()
    {
        var file = folder.Photo("p.png");
        // The second input is standard input that never ends, so the interrupt always comes while a scan is under way.
        using var process = Start(file, "-", file, "--jsonl");
        var first = await process.StandardOutput.ReadLineAsync(Token);
        Assert.Contains("NoFindings", first, StringComparison.Ordinal);
        using (var kill = Process.Start("/bin/sh", ["-c", $"kill -INT {process.Id}"]))
            await kill.WaitForExitAsync(Token);
        var error = await process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("Cancelled: 2 of 3 inputs were not scanned.", error.Trim());
    }

    [Fact]
    public async Task A_full_disk_is_a_sentence_and_a_code()
    {
        var (code, error) = await ShellAsync($"{Quoted(folder.Photo("p.png"))} > /dev/full");
        Assert.Equal(5, code);
        Assert.StartsWith("The output cannot be written", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_disks_for_both_outputs_do_not_crash()
    {
        var (code, _) = await ShellAsync($"{Quoted(folder.Photo("p.png"))} > /dev/full 2> /dev/full");
        Assert.Equal(5, code);
    }

    [Fact]
    public async Task A_reader_that_goes_away_leaves_no_stack_trace()
    {
        var (_, error) = await ShellAsync($"{Quoted(folder.Photo("p.png"))} {Quoted(folder.Photo("q.png"))} --jsonl | true");
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Program => Path.Combine(AppContext.BaseDirectory, "staypositive.dll");

    private static string Quoted(string text) => $"'{text}'";

    /// <summary>With SIGINT at its default: who starts the tests in the background of a shell hands down that it is ignored.</summary>
    private Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(
        "/usr/bin/env", ["--default-signal=INT", "dotnet", Program, "scan", .. arguments, "--model", folder.Path("model"), "--threads", "1"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private async Task<(int ExitCode, string Error)> ShellAsync(string rest)
    {
        var command = $"dotnet {Quoted(Program)} scan --model {Quoted(folder.Path("model"))} --threads 1 {rest}";
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, error);
    }
}
