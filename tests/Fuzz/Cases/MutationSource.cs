using StayPositive.Fuzz.Mutating;
using StayPositive.Fuzz.Seeds;

namespace StayPositive.Fuzz.Cases;

/// <summary>Seeds with one to four changes. Any outcome is right, as long as there is one.</summary>
internal sealed class MutationSource(SeedSet seeds, long seed) : ICaseSource
{
    public int Count => int.MaxValue;

    public HostileCase this[int number] => new($"mutation-{number}", () => Mutator.Mutate(seeds, new Chance(seed, number)), Allowed.Anything);
}
