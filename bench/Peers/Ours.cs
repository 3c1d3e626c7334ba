using StayPositive.Detector.Features;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;

namespace StayPositive.Peers;

/// <summary>The product as it ships: file to verdict, with windows and region.</summary>
internal sealed class Ours(ModelPackage package, int threads) : IPeer
{
    private readonly ImageScanner scanner = new(package, new BackboneOptions { Threads = threads });

    public string Description => $"ImageScanner.Scan, .NET {Environment.Version}";

    public float Scan(string path) => scanner.Scan(File.ReadAllBytes(path)).Verdict.Logit;

    public void Dispose() => scanner.Dispose();
}
