namespace StayPositive.RetrainJob.Data;

/// <summary>Writes a <see cref="FeatureTableFile"/> row by row.</summary>
/// <param name="path">A file that is made anew.</param>
/// <param name="channels">Features a row.</param>
internal sealed class FeatureTableWriter(string path, int channels) : IDisposable
{
    private readonly FileStream stream = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 20);
    private readonly List<float> scales = [];

    /// <summary>Adds a row; returns its number.</summary>
    /// <param name="halfs">[C] as float16, little-endian.</param>
    /// <param name="scale">What they are multiplied with.</param>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public int Add(ReadOnlySpan<byte> halfs, float scale)
    {
        if (halfs.Length != channels * 2)
            throw new ArgumentException($"A row has {halfs.Length} bytes; {channels} features have {channels * 2}.", nameof(halfs));
        stream.Write(halfs);
        scales.Add(scale);
        return scales.Count - 1;
    }

    /// <summary>The table; the writer is done.</summary>
    public FeatureTableFile Finish()
    {
        stream.Dispose();
        return FeatureTableFile.Open(path, channels, [.. scales]);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream.Dispose();
}
