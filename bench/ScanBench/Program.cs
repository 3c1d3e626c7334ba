// Ratios of a scan to the bare runtime (default), of settings to the shipped ones (--sweep), or of the runtime to what a core can do (--ceiling).
// Usage: dotnet run -c Release --project bench/ScanBench [-- [--model DIR] [--rounds N] [--sweep | --ceiling]]
using StayPositive.Detector.Models;
using StayPositive.ScanBench;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

var package = Option("--model") is { } directory ? ModelPackage.Load(directory) : RandomModel.Make();
var rounds = Math.Max(9, int.Parse(Option("--rounds") ?? "9"));
if (args.Contains("--sweep"))
{
    Sweep.Print(package, rounds);
    return;
}

if (args.Contains("--ceiling"))
{
    Ceiling.Print(package, rounds);
    return;
}

Console.WriteLine($"model {package.Version}, {package.Backbone.Channels} channels; medians of {rounds} interleaved rounds, milliseconds");
Console.WriteLine("image        threads    tiles      scan     tiles     whole scan/tiles  scan/whole      jpeg jpeg/tiles  jpeg/whole");
foreach (var (width, height) in new[] { (1024, 1024), (1200, 900) })
    foreach (var threads in new[] { 1, 0 })
        Console.WriteLine(Comparison.Row(package, width, height, threads, rounds));
