using System.CommandLine;
using StayPositive.Cli.Tests.Models;

namespace StayPositive.Cli.Tests;

public sealed class InstallationOptionTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("option-");
    private readonly StringWriter error = new();

    public void Dispose()
    {
        error.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_fault_of_a_store_is_not_one_of_the_output()
    {
        Assert.Equal(ExitCode.StorageFailed, await RunAsync(new IOException("no space left")));
        Assert.Equal(ExitCode.StorageFailed, await RunAsync(new UnauthorizedAccessException("not allowed")));
        Assert.Contains("Storage: no space left", error.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<OutputFailedException>(() => RunAsync(new OutputFailedException("closed", new IOException())));
    }

    [Fact]
    public async Task Output_that_is_closed_has_its_own_exit_code()
    {
        using var world = await ModelsWorld.CreateAsync();
        await using var closed = new StreamWriter(new Closed()) { AutoFlush = true };
        Assert.Equal(ExitCode.OutputFailed, await Application.RunAsync(["models", "list", "--data", world.Data], closed, error));
    }

    [Theory]
    [InlineData("models", "verify", "--all")]
    [InlineData("models", "export", "--out", "x.onnx", "--images", "nowhere")]
    [InlineData("rescore", "--compacted")]
    public async Task A_verb_that_is_cancelled_says_so(params string[] arguments)
    {
        using var world = await ModelsWorld.CreateAsync();
        var root = new RootCommand { Cli.Models.ModelsCommand.Create(), Cli.Rescoring.RescoreCommand.Create() };
        var configuration = new InvocationConfiguration { Output = error, Error = error, EnableDefaultExceptionHandler = false };
        Assert.Equal(ExitCode.Cancelled, await root.Parse([.. arguments, "--data", world.Data]).InvokeAsync(configuration, new CancellationToken(true)));
    }

    private Task<int> RunAsync(Exception fault)
    {
        var parsed = new RootCommand { InstallationOption.Data }.Parse(["--data", folder.FullName]);
        parsed.InvocationConfiguration.Error = error;
        return InstallationOption.RunAsync(parsed, _ => throw fault);
    }

    /// <summary>A pipe whose reader has gone.</summary>
    private sealed class Closed : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");
    }
}
