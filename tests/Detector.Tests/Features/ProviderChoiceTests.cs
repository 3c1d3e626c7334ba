using StayPositive.Detector.Features;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Tests.Models;

namespace StayPositive.Detector.Tests.Features;

public sealed class ProviderChoiceTests
{
    private static readonly ExecutionProvider[] All = [ExecutionProvider.DirectML, ExecutionProvider.Cuda, ExecutionProvider.Cpu];

    [Fact]
    public void Auto_falls_back_to_the_CPU_and_says_why()
    {
        var tried = new List<ExecutionProvider>();
        var (choice, session) = ProviderChoice.First(new BackboneOptions { DeviceId = 1 }, provider =>
        {
            tried.Add(provider);
            return provider switch
            {
                ExecutionProvider.DirectML => throw new EntryPointNotFoundException("no such entry.\n"),
                ExecutionProvider.Cuda => throw new NotSupportedException("another platform"),
                _ => provider,
            };
        });

        Assert.Equal(All, tried);
        Assert.Equal((ExecutionProvider.Cpu, 0, ExecutionProvider.Cpu), (choice.Provider, choice.DeviceId, session));
        Assert.Equal("Cpu. DirectML was not taken: no such entry. Cuda was not taken: another platform.", choice.ToString());
    }

    [Fact]
    public void The_first_that_works_is_taken() =>
        Assert.Equal(ExecutionProvider.DirectML, ProviderChoice.First(new BackboneOptions(), provider => provider).Choice.Provider);

    [Fact]
    public void Other_faults_are_not_hidden() => Assert.Throws<InvalidDataException>(
        () => ProviderChoice.First<int>(new BackboneOptions { ExecutionProvider = ExecutionProvider.Cuda }, _ => throw new InvalidDataException()));

    [Fact]
    public void The_fault_of_the_CPU_is_not_hidden() => Assert.Throws<NotSupportedException>(
        () => ProviderChoice.First<int>(new BackboneOptions { ExecutionProvider = ExecutionProvider.Cpu }, _ => throw new NotSupportedException()));

    /// <summary>This build has the CPU's native library: the runtime itself says no to the others.</summary>
    [Theory]
    [InlineData(ExecutionProvider.Auto, 2)]
    [InlineData(ExecutionProvider.DirectML, 1)]
    [InlineData(ExecutionProvider.Cuda, 1)]
    [InlineData(ExecutionProvider.Cpu, 0)]
    public void A_scanner_says_what_it_runs_on(ExecutionProvider setting, int missed)
    {
        using var scanner = new ImageScanner(Tiny.Stride8(), new BackboneOptions { ExecutionProvider = setting });
        Assert.Equal((ExecutionProvider.Cpu, missed), (scanner.Provider.Provider, scanner.Provider.Missed.Count));
    }

    [Fact]
    public void A_required_provider_that_does_not_work_is_an_error()
    {
        var options = new BackboneOptions { ExecutionProvider = ExecutionProvider.Cuda, RequireProvider = true };
        Assert.Contains("Cuda was not taken", Assert.Throws<InvalidOperationException>(() => new ImageScanner(Tiny.Stride8(), options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_in_particular_cannot_be_required() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageScanner(Tiny.Stride8(), new BackboneOptions { RequireProvider = true }));
}
