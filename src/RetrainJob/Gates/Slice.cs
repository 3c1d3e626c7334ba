namespace StayPositive.RetrainJob.Gates;

/// <summary>Rows that have something in common.</summary>
/// <param name="Kind">What is common: source, generator, format, size, post-processing, mask area; or all.</param>
/// <param name="Value">Its value.</param>
/// <param name="Rows">The rows.</param>
internal sealed record Slice(string Kind, string Value, IReadOnlyList<GateRow> Rows)
{
    private static readonly (double From, string Name)[] Sizes = [(8, "8 MP and more"), (2, "2 to 8 MP"), (0.5, "0.5 to 2 MP"), (0.1, "0.1 to 0.5 MP"), (0, "below 0.1 MP")];
    private static readonly (double From, string Name)[] Areas = [(0.4, "40% and more"), (0.2, "20 to 40%"), (0.1, "10 to 20%"), (0.05, "5 to 10%"), (0, "below 5%")];

    /// <summary>All slices of the rows, in a fixed order. A generator and a mask belong to generated rows only: their slices hold all photos as the other class.</summary>
    public static IReadOnlyList<Slice> All(IReadOnlyList<GateRow> rows)
    {
        return
        [
            new Slice("all", "all", rows),
            .. By("source", row => row.Facts.Source),
            .. Against("generator", row => row.Facts.Generator),
            .. By("format", row => row.Facts.Format),
            .. By("size", row => Sizes.First(size => row.Facts.Megapixels >= size.From).Name),
            .. By("post-processing", row => row.Facts.PostProcessing),
            .. Against("mask area", row => row.Facts.MaskShare is { } share ? Areas.First(area => share >= area.From).Name : null),
        ];

        IEnumerable<Slice> By(string kind, Func<GateRow, string> value) => Groups(kind, rows, value);

        IEnumerable<Slice> Against(string kind, Func<GateRow, string?> value)
        {
            var photos = rows.Where(row => !row.Generated).ToArray();
            return Groups(kind, rows.Where(row => row.Generated && value(row) is not null), row => value(row)!)
                .Select(slice => slice with { Rows = [.. slice.Rows, .. photos] });
        }
    }

    private static IEnumerable<Slice> Groups(string kind, IEnumerable<GateRow> rows, Func<GateRow, string> value) =>
        rows.GroupBy(value).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new Slice(kind, group.Key, [.. group]));
}
