using StayPositive.Detector.Evaluation;

namespace StayPositive.RetrainJob.Data;

/// <summary>Which contents belong together: the same content, the same named group, and pictures whose difference hashes are close, and whatever these connect (union-find).</summary>
internal static class ContentGroups
{
    /// <summary>Bits of the difference hash in which near-duplicates differ at most.</summary>
    public const int NearBits = 4;

    /// <summary>By the pigeonhole principle, hashes that differ in at most 4 bits agree in one of five bands.</summary>
    private static readonly (int Shift, ulong Mask)[] Bands = [(0, 0x1FFF), (13, 0x1FFF), (26, 0x1FFF), (39, 0x1FFF), (52, 0xFFF)];

    /// <summary>One group a member: the smallest content of it.</summary>
    /// <param name="members">Content, its picture's hash (null = unknown), and its named group (null = none; names of different tenants must differ).</param>
    public static string[] Of(IReadOnlyList<(string Content, ulong? Picture, string? Name)> members)
    {
        var parent = Enumerable.Range(0, members.Count).ToArray();
        Join(members.Select(member => member.Content).ToArray());
        Join(members.Select(member => member.Name).ToArray());
        JoinPictures();

        var smallest = new Dictionary<int, string>();
        for (var n = 0; n < members.Count; n++)
            if (!smallest.TryGetValue(Root(n), out var least) || string.CompareOrdinal(members[n].Content, least) < 0)
                smallest[Root(n)] = members[n].Content;
        return [.. Enumerable.Range(0, members.Count).Select(n => smallest[Root(n)])];

        int Root(int n)
        {
            while (parent[n] != n)
                n = parent[n] = parent[parent[n]];
            return n;
        }

        void Unite(int a, int b) => parent[Root(a)] = Root(b);

        void Join(string?[] keys)
        {
            var first = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var n = 0; n < keys.Length; n++)
                if (keys[n] is { } key && !first.TryAdd(key, n))
                    Unite(n, first[key]);
        }

        void JoinPictures()
        {
            var first = new Dictionary<ulong, int>();
            for (var n = 0; n < members.Count; n++)
                if (members[n].Picture is { } picture and not 0 && !first.TryAdd(picture, n)) // 0: without any structure, like every other blank picture
                    Unite(n, first[picture]);
            foreach (var (shift, mask) in Bands)
                foreach (var band in first.Keys.GroupBy(picture => picture >> shift & mask))
                {
                    var pictures = band.ToArray();
                    for (var a = 0; a < pictures.Length; a++)
                        for (var b = 0; b < a; b++)
                            if (DifferenceHash.Distance(pictures[a], pictures[b]) <= NearBits)
                                Unite(first[pictures[a]], first[pictures[b]]);
                }
        }
    }
}
