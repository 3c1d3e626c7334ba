using System.Reflection;
using StayPositive.Tests;

namespace StayPositive.Infra.Tests;

/// <summary>What the build of these tests told them.</summary>
internal static class Build
{
    /// <summary>Projects that are programs, and the names of these.</summary>
    public static IReadOnlyDictionary<string, string> Programs { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["src/Cli"] = "staypositive", ["src/RetrainJob"] = "StayPositive.RetrainJob", ["src/Functions"] = "StayPositive.Functions" };

    public static string Value(string key) => typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value ?? "";

    /// <summary>Where the build put a program.</summary>
    public static string Executable(string project)
    {
        var (name, configuration) = (project.Split('/')[^1], Value("Configuration"));
        return Value("ArtifactsPath") is { Length: > 0 } path
            ? Path.Combine(path, "bin", name, $"{configuration.ToLowerInvariant()}_linux-x64", Programs[project])
            : Path.Combine(Repository.Root, "src", name, "bin", configuration, "net10.0", "linux-x64", Programs[project]);
    }
}
