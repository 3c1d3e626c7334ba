using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Heads;

namespace StayPositive.RetrainJob.Refits;

/// <summary>The rows of a dataset that fit heads, in memory: 2 bytes a feature, 4 where a feature is beyond float16.</summary>
internal static class TrainingRows
{
    /// <summary>All rows that train.</summary>
    public static IFeatureRows Of(Dataset dataset)
    {
        var rows = dataset.Rows.Where(row => row.Trains).ToArray();
        var labels = rows.Select(row => row.Generated ? (byte)1 : (byte)0).ToArray();
        var weights = rows.Select(row => (float)row.Weight).ToArray();
        var channels = dataset.Channels;
        if (rows.All(row => dataset.Features.Scale(row.Feature) == 1))
        {
            var halves = new Half[(long)rows.Length * channels];
            for (var n = 0; n < rows.Length; n++)
                dataset.Features.Stored(rows[n].Feature).CopyTo(halves.AsSpan(checked(n * channels), channels));
            return new MemoryRows(channels, halves, labels, weights);
        }

        var singles = new float[(long)rows.Length * channels];
        for (var n = 0; n < rows.Length; n++)
            dataset.Features.Read(rows[n].Feature, singles.AsSpan(checked(n * channels), channels));
        return new MemoryRows(channels, singles, labels, weights);
    }
}
