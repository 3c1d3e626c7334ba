namespace StayPositive.Storage.Tests;

/// <summary>A new empty folder, removed with all that is in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("stay-positive-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
