using System.CommandLine;
using StayPositive.Fuzz.Cases;
using StayPositive.Fuzz.Soaking;
using StayPositive.Fuzz.Supervising;

namespace StayPositive.Fuzz;

/// <summary>The command line. Exit code 0 = nothing found, 1 = findings.</summary>
internal static class FuzzCommand
{
    private static readonly Option<int> Mutations = new("--mutations") { Description = "How many mutated files.", DefaultValueFactory = _ => 100_000 };
    private static readonly Option<long> Seed = new("--seed") { Description = "All mutations follow from it.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> From = new("--from") { Description = "First case.", DefaultValueFactory = _ => 0 };
    private static readonly Option<int> To = new("--to") { Description = "Behind the last case." };
    private static readonly Option<int> ScanEvery = new("--scan-every") { Description = "Every how many-th case is scanned, too.", DefaultValueFactory = _ => 50 };
    private static readonly Option<int> Memory = new("--memory") { Description = "Most resident memory of a worker, MB.", DefaultValueFactory = _ => 1000 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "Longest time of one call of the decoder or the scanner.", DefaultValueFactory = _ => 10 };
    private static readonly Option<string> Findings = new("--findings") { Description = "Folder for the inputs of findings.", DefaultValueFactory = _ => "fuzz-findings" };
    private static readonly Option<int?> Replay = new("--replay") { Description = "Make this case again, run it here, and print what comes of it." };
    private static readonly Option<string?> Out = new("--out") { Description = "File for the replayed case." };
    private static readonly Option<string> Source = new("--source") { Description = "mutations, corpus, or faults (the self-test).", DefaultValueFactory = _ => Sources.Mutations };
    private static readonly Option<int> Scans = new("--scans") { Description = "How many scans.", DefaultValueFactory = _ => 10_000 };

    public static RootCommand Create()
    {
        var root = new RootCommand("Feeds hostile files to the decoder and the scanner, in a process that may die.")
            { Mutations, Seed, From, ScanEvery, Memory, Seconds, Findings, Replay, Out, Source };
        root.SetAction((parsed, cancellation) => parsed.GetValue(Replay) is { } number
            ? Task.FromResult(Replayed(parsed, number))
            : RunAsync(parsed, parsed.GetValue(Source)!, parsed.GetValue(From), parsed.GetValue(Mutations), parsed.GetValue(ScanEvery), cancellation));

        var corpus = new Command("corpus", "Run all files of the corpus, and scan each.") { Memory, Seconds, Findings };
        corpus.SetAction((parsed, cancellation) => RunAsync(parsed, Sources.Corpus, 0, int.MaxValue, scanEvery: 1, cancellation));

        var soak = new Command("soak", "Scan again and again: the same results, and no more memory.") { Scans };
        soak.SetAction((parsed, _) => Task.FromResult(Soak.Run(parsed.GetValue(Scans), parsed.InvocationConfiguration.Output) ? 0 : 1));

        var worker = new Command("worker", "What the parent starts.") { Source, Seed, From, To, ScanEvery };
        worker.Hidden = true;
        worker.SetAction(parsed => Worker.Run(
            parsed.GetValue(Source)!, parsed.GetValue(Seed), parsed.GetValue(From), parsed.GetValue(To), parsed.GetValue(ScanEvery), parsed.InvocationConfiguration.Output));

        root.Add(corpus);
        root.Add(soak);
        root.Add(worker);
        return root;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string source, int from, int count, int scanEvery, CancellationToken cancellation)
    {
        var options = new RunOptions
        {
            Source = source,
            Seed = parsed.GetValue(Seed),
            From = from,
            Count = count,
            CaseLimit = TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
            MemoryLimitMegabytes = parsed.GetValue(Memory),
            ScanEvery = scanEvery,
            Findings = parsed.GetValue(Findings)!,
        };
        return (await new Supervisor(options, parsed.InvocationConfiguration.Output).RunAsync(cancellation)).Count == 0 ? 0 : 1;
    }

    private static int Replayed(ParseResult parsed, int number)
    {
        var hostile = Sources.Open(parsed.GetValue(Source)!, parsed.GetValue(Seed), inWorker: false)[number];
        var bytes = hostile.Make();
        if (parsed.GetValue(Out) is { } file)
            File.WriteAllBytes(file, bytes);
        using var runner = new CaseRunner();
        var result = runner.Run(hostile, bytes, scan: number % parsed.GetValue(ScanEvery) == 0, () => { });
        parsed.InvocationConfiguration.Output.WriteLine($"{hostile.Name}: {result.Format}, {result.Outcome}{(result.Scanned ? ", scanned" : "")}. {result.Broken}");
        return result.Broken is null ? 0 : 1;
    }
}
