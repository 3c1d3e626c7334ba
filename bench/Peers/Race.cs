namespace StayPositive.Peers;

/// <summary>Rounds in which each peer scans the same file, one after the other; who begins changes from round to round.</summary>
internal sealed class Race(IReadOnlyList<PeerProcess> peers)
{
    // After a run, threads of some runtimes spin for a while; the next peer shall not pay for that.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly double[][] times = new double[peers.Count][];
    private readonly TimeSpan[] processor = new TimeSpan[peers.Count];
    private int counted;

    /// <summary>Largest difference of a peer's logit from the first one's.</summary>
    public float[] Differences { get; } = new float[peers.Count];

    public void Run(string[] files, int rounds)
    {
        for (var p = 0; p < peers.Count; p++)
            times[p] = new double[rounds];
        counted = rounds;
        for (var round = -files.Length; round < rounds; round++)
        {
            if (round == 0)
                Charge(-1);
            var file = files[(round + files.Length) % files.Length];
            var logits = new float[peers.Count];
            for (var turn = 0; turn < peers.Count; turn++)
            {
                var p = (round + files.Length + turn) % peers.Count;
                Thread.Sleep(Pause);
                (logits[p], var milliseconds) = peers[p].Scan(file);
                if (round >= 0)
                    times[p][round] = milliseconds;
            }

            for (var p = 0; p < peers.Count; p++)
                Differences[p] = Math.Max(Differences[p], Math.Abs(logits[p] - logits[0]));
        }

        Charge(1);
    }

    public double Milliseconds(int peer) => Quantile(times[peer], 0.5);

    /// <summary>Mean over the rounds, all threads, what spins between two scans included.</summary>
    public double ProcessorMilliseconds(int peer) => processor[peer].TotalMilliseconds / counted;

    /// <summary>How many times as fast as a peer the first one is: a quantile over the rounds of the ratio within a round.</summary>
    public double Ratio(int peer, double quantile) => Quantile(times[peer].Zip(times[0], (other, first) => other / first), quantile);

    private void Charge(int sign)
    {
        for (var p = 0; p < peers.Count; p++)
            processor[p] += sign * peers[p].ProcessorTime;
    }

    private static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)Math.Round(share * (sorted.Length - 1))];
    }
}
