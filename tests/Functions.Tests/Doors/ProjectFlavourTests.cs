using System.Diagnostics;
using System.Text.Json;
using StayPositive.Tests;

namespace StayPositive.Functions.Tests.Doors;

/// <summary>What the project takes in with and without <c>-p:FunctionsWorker=isolated</c>, by MSBuild's own evaluation.</summary>
public sealed class ProjectFlavourTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData("isolated", true)]
    public async Task The_isolated_worker_is_taken_in_when_it_is_asked_for_and_only_then(string worker, bool isolated)
    {
        var project = Path.Combine(Repository.Root, "src", "Functions", "Functions.csproj");
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-nologo", $"-p:FunctionsWorker={worker}", "-getItem:PackageReference,PackageVersion,Compile", "-getProperty:AzureFunctionsVersion,NuGetLockFilePath"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        var items = JsonDocument.Parse(output).RootElement.GetProperty("Items");
        string[] Names(string item) => [.. items.GetProperty(item).EnumerateArray().Select(found => found.GetProperty("Identity").GetString()!.Replace('\\', '/'))];

        string[] packages = [.. Names("PackageReference").Where(name => name.StartsWith("Microsoft.Azure.Functions", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        string[] expected =
        [
            "Microsoft.Azure.Functions.Worker", "Microsoft.Azure.Functions.Worker.Extensions.Storage.Blobs", "Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues",
            "Microsoft.Azure.Functions.Worker.Extensions.Timer", "Microsoft.Azure.Functions.Worker.Sdk",
        ];
        Assert.Equal(isolated ? expected : [], packages);
        Assert.Equal(packages, Names("PackageVersion").Where(name => name.StartsWith("Microsoft.Azure.Functions", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal((isolated, !isolated), (Names("Compile").Contains("Doors/Isolated/Program.cs"), Names("Compile").Contains("Program.cs")));
        var properties = JsonDocument.Parse(output).RootElement.GetProperty("Properties");
        Assert.Equal((isolated ? "v4" : "", isolated ? "packages.isolated.lock.json" : ""), (properties.GetProperty("AzureFunctionsVersion").GetString(), properties.GetProperty("NuGetLockFilePath").GetString()));
    }
}
