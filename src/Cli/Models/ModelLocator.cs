using StayPositive.Detector.Models;

namespace StayPositive.Cli.Models;

/// <summary>Finds the starter model: beside the program, where publishing puts it, else in this or a parent folder, as in the repository.</summary>
internal static class ModelLocator
{
    private static readonly string Starter = Path.Combine("models", "starter");

    /// <summary>Whether a model is the starter, wherever its folder is. <c>fit-head</c> names its heads so, too: when in doubt, the warning is shown.</summary>
    public static bool IsStarter(ModelVersion version) => version.Value.StartsWith("starter-", StringComparison.Ordinal);

    public static string Default()
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, Starter, "manifest.json")))
                    return Path.Combine(folder.FullName, Starter);
        return Starter;
    }
}
