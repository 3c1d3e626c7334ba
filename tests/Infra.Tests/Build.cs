using System.Reflection;

namespace StayPositive.Infra.Tests;

/// <summary>What the build of these tests told them.</summary>
internal static class Build
{
    public static string Value(string key) => typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value ?? "";
}
