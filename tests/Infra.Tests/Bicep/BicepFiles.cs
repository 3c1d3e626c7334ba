using System.Text.Json.Nodes;
using StayPositive.Tests;

namespace StayPositive.Infra.Tests.Bicep;

/// <summary>The templates, and what the compiler makes of them.</summary>
internal static class BicepFiles
{
    private static readonly Lazy<Task<string>> CompiledMain = new(() => CompileAsync("main.bicep"));

    public static string Folder { get; } = Path.Combine(Repository.Root, "infra", "bicep");

    public static IReadOnlyList<string> All { get; } = [.. Directory.GetFiles(Folder, "*.bicep", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public static Task<Command> RunAsync(params string[] arguments) => Command.RunAsync(Build.Value("Bicep"), arguments, TestContext.Current.CancellationToken);

    /// <summary>main.bicep as an ARM template; the caller's own copy.</summary>
    public static async Task<JsonObject> MainAsync() => JsonNode.Parse(await CompiledMain.Value)!.AsObject();

    private static async Task<string> CompileAsync(string name)
    {
        var built = await RunAsync("build", Path.Combine(Folder, name), "--stdout");
        Assert.True(built.ExitCode == 0 && built.Errors.Length == 0, built.Errors);
        return built.Output;
    }
}
