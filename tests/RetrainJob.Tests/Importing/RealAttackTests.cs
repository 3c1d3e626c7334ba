using StayPositive.RetrainJob.Checkpoints;

namespace StayPositive.RetrainJob.Tests.Importing;

/// <summary>Attacks that PyTorch's own torch.save wrote, and other files that are no state dict.</summary>
public sealed class RealAttackTests(ITestOutputHelper output)
{
    [Fact]
    public void Each_is_refused_by_name_and_nothing_is_executed()
    {
        using var folder = new TemporaryFolder();
        PyTorch.Run("attacks", folder.Path, folder["canary"]);
        var files = Directory.GetFiles(folder.Path, "*.pth").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(24, files.Length);

        var refusals = files.Select(file => (Name: Path.GetFileNameWithoutExtension(file), Refused: Assert.Throws<CheckpointRefusedException>(() => CheckpointReader.Read(file)))).ToArray();

        Assert.False(File.Exists(folder["canary"]));
        output.WriteLine(string.Join(", ", refusals.CountBy(refusal => refusal.Refused.Code).Select(count => $"{count.Key} {count.Value}")));
        Assert.Equal(CheckpointRefusal.LegacyFormat, refusals.Single(refusal => refusal.Name == "legacy").Refused.Code);
        Assert.Contains("TorchScript", refusals.Single(refusal => refusal.Name == "script").Refused.Message, StringComparison.Ordinal);
        Assert.Contains("torch.nn.modules.linear.Linear", refusals.Single(refusal => refusal.Name == "whole-module").Refused.Message, StringComparison.Ordinal);
        foreach (var (name, refused) in refusals.Where(refusal => refusal.Name.StartsWith("system", StringComparison.Ordinal)))
            Assert.True(refused is { Code: CheckpointRefusal.ForbiddenGlobal } && refused.Message.Contains("posix.system", StringComparison.Ordinal), $"{name}: {refused.Message}");
    }
}
