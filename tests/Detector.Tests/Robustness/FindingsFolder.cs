namespace StayPositive.Detector.Tests.Robustness;

/// <summary>A folder for findings that goes away.</summary>
internal sealed class FindingsFolder : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"fuzz-{Guid.NewGuid():N}");

    public IEnumerable<string> Files => Directory.Exists(Path) ? Directory.GetFiles(Path).Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal) : [];

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
