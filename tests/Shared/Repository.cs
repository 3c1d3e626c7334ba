using System.Reflection;

namespace StayPositive.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Folder of the solution.</summary>
    public static string Root { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!);
}
