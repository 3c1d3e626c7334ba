using StayPositive.RetrainJob.Heads;

namespace StayPositive.Solvers;

/// <summary>A folder with a problem that all peers solve: rows as float16, and the settings of the objective.</summary>
internal sealed record Problem(string Folder, int Rows, int Channels, double L2)
{
    private string Features => Path.Combine(Folder, "features.f16");

    /// <summary>Weights half to half, bias free, w >= 0.</summary>
    public RefitSettings Settings { get; } = new() { L2 = L2, Bias = BiasTreatment.Free, Threads = 2 };

    public void Write(int seed) => new SyntheticFeatures(Channels, seed).Write(Features, Rows);

    public MappedRows Open()
    {
        var labels = Enumerable.Range(0, Rows).Select(row => SyntheticFeatures.Label(row)).ToArray();
        return new MappedRows(Features, Channels, labels, [.. Enumerable.Repeat(1f, Rows)]);
    }

    /// <summary>Arguments of a peer's process.</summary>
    public string[] Arguments => [Folder, $"{Rows}", $"{Channels}", $"{L2:R}"];

    public static Problem Of(string[] arguments) => new(arguments[0], int.Parse(arguments[1]), int.Parse(arguments[2]), double.Parse(arguments[3]));
}
