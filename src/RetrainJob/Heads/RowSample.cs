namespace StayPositive.RetrainJob.Heads;

/// <summary>Some rows, in memory, that stand for all: as many of each class, drawn without replacement from a seed.</summary>
/// <param name="Rows">The drawn rows.</param>
/// <param name="Statistics">Their labels and weights; shares and scaling are those of all rows.</param>
/// <param name="Numbers">Numbers of the drawn rows among all, ascending.</param>
internal sealed record RowSample(IFeatureRows Rows, RowStatistics Statistics, int[] Numbers)
{
    /// <param name="rows">All rows.</param>
    /// <param name="statistics">Of all rows.</param>
    /// <param name="size">Number of rows to draw; fewer where a class has fewer than half of it.</param>
    /// <param name="seed">Of the draw.</param>
    /// <param name="cancellation">Checked between rows.</param>
    public static RowSample Draw(IFeatureRows rows, RowStatistics statistics, int size, int seed, CancellationToken cancellation)
    {
        var numbers = Choose(statistics, size / 2, new Random(seed));
        var buffer = new FeatureBuffer();
        var (labels, weights) = (new byte[numbers.Length], new float[numbers.Length]);
        var isHalf = rows.Read(0, 1, buffer).IsHalf;
        var halves = isHalf ? GC.AllocateUninitializedArray<Half>(numbers.Length * rows.Channels) : [];
        var singles = isHalf ? [] : GC.AllocateUninitializedArray<float>(numbers.Length * rows.Channels);
        for (var i = 0; i < numbers.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var block = rows.Read(numbers[i], 1, buffer);
            if (isHalf)
                block.Halves.CopyTo(halves.AsSpan(i * rows.Channels));
            else
                block.Singles.CopyTo(singles.AsSpan(i * rows.Channels));
            (labels[i], weights[i]) = (block.Labels[0], block.Weights[0]);
        }

        var drawn = isHalf ? new MemoryRows(rows.Channels, halves, labels, weights) : new MemoryRows(rows.Channels, singles, labels, weights);
        return new RowSample(drawn, statistics.ForSample(labels, weights), numbers);
    }

    /// <summary>Goes through the rows once; each is taken with the chance that leaves as many to come as are still needed.</summary>
    private static int[] Choose(RowStatistics statistics, int perClass, Random random)
    {
        var left = new int[2];
        for (var i = 0; i < statistics.Labels.Length; i++)
            left[statistics.Labels[i]] += statistics.Weights[i] > 0 ? 1 : 0;
        int[] needed = [Math.Min(perClass, left[0]), Math.Min(perClass, left[1])];
        var numbers = new List<int>();
        for (var i = 0; i < statistics.Labels.Length; i++)
        {
            if (statistics.Weights[i] == 0)
                continue;
            var label = statistics.Labels[i];
            if (random.NextDouble() * left[label] < needed[label])
            {
                numbers.Add(i);
                needed[label]--;
            }

            left[label]--;
        }

        return [.. numbers];
    }
}
