using System.Globalization;
using System.Text;
using StayPositive.Storage.Objects;

namespace StayPositive.RetrainJob.Data;

/// <summary>
/// Which split each content was drawn into: <c>splits/{n:D6}.txt</c> in the container of models, one line a content (its keyed name, its split), each document written if absent. A later line of a
/// content replaces its split, not its age.
/// </summary>
/// <param name="models">The container of models.</param>
internal sealed class SplitLedger(IObjectStore models)
{
    private const string Prefix = "splits/";

    /// <summary>Everything drawn so far, and the number of the newest document.</summary>
    /// <exception cref="InvalidDataException">A document is not what belongs there.</exception>
    public async Task<(IReadOnlyDictionary<string, SplitEntry> Known, int Newest)> ReadAsync(CancellationToken cancellation)
    {
        var known = new Dictionary<string, SplitEntry>(StringComparer.Ordinal);
        var newest = 0;
        foreach (var entry in await models.ListAsync(Prefix, null, cancellation).ToListAsync(cancellation))
        {
            if (await models.ReadAsync(entry.Key, cancellation) is not { } found)
                continue;
            newest = int.Parse(Path.GetFileNameWithoutExtension(entry.Key.Value), CultureInfo.InvariantCulture);
            foreach (var line in Encoding.ASCII.GetString(found.Content.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Split(' ') is not [{ Length: 32 } name, var word] || !Enum.TryParse<DataSplit>(word, ignoreCase: true, out var split))
                    throw new InvalidDataException($"The ledger of splits {entry.Key} has the line '{line}'.");
                known[name] = new SplitEntry(split, known.TryGetValue(name, out var older) ? older.Age : known.Count);
            }
        }

        return (known, newest);
    }

    /// <summary>Adds a document behind the one that was read; false when another run was faster, and all must be drawn again.</summary>
    public async Task<bool> AddAsync(int newest, IReadOnlyList<(string Name, DataSplit Split)> lines, CancellationToken cancellation)
    {
        var text = string.Concat(lines.Select(line => $"{line.Name} {line.Split.ToString().ToLowerInvariant()}\n"));
        var key = new ObjectKey(Prefix + (newest + 1).ToString("D6", CultureInfo.InvariantCulture) + ".txt");
        return await models.WriteAsync(key, Encoding.ASCII.GetBytes(text), WriteCondition.IfAbsent, cancellation) is not null;
    }
}
