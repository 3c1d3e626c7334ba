using StayPositive.Fuzz.Seeds;

namespace StayPositive.Fuzz.Cases;

/// <summary>Sources by the name that the parent gives its worker.</summary>
internal static class Sources
{
    public const string Mutations = "mutations";
    public const string Corpus = "corpus";
    public const string Faults = "faults";

    /// <exception cref="ArgumentException">There is no such source.</exception>
    public static ICaseSource Open(string name, long seed, bool inWorker) => name switch
    {
        Mutations => new MutationSource(SeedSet.Load(), seed),
        Corpus => new Corpus(SeedSet.Load()),
        Faults => new FaultSource(inWorker),
        _ => throw new ArgumentException($"There is no source of cases '{name}'.", nameof(name)),
    };
}
