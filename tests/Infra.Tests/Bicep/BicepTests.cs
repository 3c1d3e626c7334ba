namespace StayPositive.Infra.Tests.Bicep;

public sealed class BicepTests
{
    [Fact]
    public async Task Every_template_compiles_and_lints_without_a_word()
    {
        foreach (var name in new[] { "main.bicep", "blobTrigger.bicep", "samples/gate.bicep" }) // the modules come with main
        {
            var lint = await BicepFiles.RunAsync("lint", Path.Combine(BicepFiles.Folder, name));
            Assert.True(lint.ExitCode == 0 && lint.Text.Length == 0, lint.Text);
        }
    }

    [Fact]
    public async Task The_parameter_file_fits_the_template()
    {
        var built = await BicepFiles.RunAsync("build-params", Path.Combine(BicepFiles.Folder, "main.bicepparam"), "--stdout");
        Assert.True(built.ExitCode == 0 && built.Errors.Length == 0, built.Errors);
    }

    [Fact]
    public async Task Every_template_is_formatted()
    {
        foreach (var file in BicepFiles.All)
            Assert.Equal(File.ReadAllText(file), (await BicepFiles.RunAsync("format", file, "--stdout")).Output);
    }

    [Fact]
    public async Task A_warning_of_the_compiler_is_not_passed_over()
    {
        var folder = Directory.CreateTempSubdirectory("bicep-").FullName;
        try
        {
            File.Copy(Path.Combine(BicepFiles.Folder, "bicepconfig.json"), Path.Combine(folder, "bicepconfig.json"));
            File.WriteAllText(Path.Combine(folder, "bad.bicep"), "param unused string\n");
            var lint = await BicepFiles.RunAsync("lint", Path.Combine(folder, "bad.bicep"));
            Assert.NotEqual(0, lint.ExitCode);
            Assert.Contains("no-unused-params", lint.Text, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
