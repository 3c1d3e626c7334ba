using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;

namespace StayPositive.RetrainJob.Data;

/// <summary>Reads the labels of scopes.</summary>
internal static class LabelReading
{
    private const int Readers = 8;

    /// <summary>In the order of scopes and contents.</summary>
    public static async Task<IReadOnlyList<LabelledContent>> ReadAsync(LabelStore labels, IReadOnlyList<Scope> scopes, CancellationToken cancellation)
    {
        var contents = new List<LabelledContent>();
        foreach (var scope in scopes)
        {
            var hashes = await labels.ListAsync(scope, cancellation).ToListAsync(cancellation);
            var read = new LabelledContent?[hashes.Count];
            var options = new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = cancellation };
            await Parallel.ForAsync(0, hashes.Count, options, async (n, token) => read[n] = LabelledContent.Of(scope, hashes[n], await labels.ReadAsync(scope, hashes[n], token)));
            contents.AddRange(read.OfType<LabelledContent>()); // null: erased since the listing
        }

        return contents;
    }
}
