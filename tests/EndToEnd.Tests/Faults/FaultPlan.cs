namespace StayPositive.EndToEnd.Tests.Faults;

/// <summary>Draws a fault for each call, by a seed, and counts.</summary>
/// <param name="seed">Of the draws.</param>
/// <param name="share">Of calls with a fault, 0..1.</param>
internal sealed class FaultPlan(int seed, double share)
{
    private readonly Random random = new(seed);
    private readonly Lock gate = new();
    private readonly int[] counts = new int[Enum.GetValues<Fault>().Length];

    /// <summary>Until it is set, nothing happens and nothing is counted.</summary>
    public bool IsOn { get; set; }

    /// <summary>Calls by fault.</summary>
    public IReadOnlyDictionary<Fault, int> Counts
    {
        get
        {
            lock (gate)
                return Enum.GetValues<Fault>().ToDictionary(fault => fault, fault => counts[(int)fault]);
        }
    }

    /// <summary>The fault of the next call, and how long it is delayed.</summary>
    public (Fault Fault, TimeSpan Delay) Next()
    {
        lock (gate)
        {
            if (!IsOn)
                return (Fault.None, TimeSpan.Zero);
            var fault = random.NextDouble() < share ? (Fault)random.Next(1, counts.Length) : Fault.None;
            counts[(int)fault]++;
            return (fault, TimeSpan.FromMilliseconds(random.Next(50, 1000)));
        }
    }
}
