using StayPositive.Tests;

namespace StayPositive.RetrainJob.Tests;

/// <summary>Training data that may stand beside the repository; it is never part of it.</summary>
internal static class SharedData
{
    /// <summary>A folder below ../shared/data. The test is skipped where it does not exist.</summary>
    public static string Folder(string name)
    {
        var folder = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", name));
        if (!Directory.Exists(folder))
            Assert.Skip($"The training data '{name}' is not beside the repository; it may not be redistributed.");
        return folder;
    }
}
