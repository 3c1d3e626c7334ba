using System.IO.MemoryMappedFiles;

namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// Rows of float16 in a file, row-major and little-endian, without a header; labels and weights are in memory (5 bytes a row). The file is mapped: the system keeps as much of it in
/// memory as there is room for, and a file larger than the memory is read again in every pass.
/// </summary>
internal sealed unsafe class MappedRows : IFeatureRows, IDisposable
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte[] labels;
    private readonly float[] weights;
    private byte* start;

    /// <param name="path">File of labels.Length x channels x 2 bytes.</param>
    /// <param name="channels">C.</param>
    /// <param name="labels">[rows], 0 = real, 1 = generated; at least one row.</param>
    /// <param name="weights">[rows].</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other or the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public MappedRows(string path, int channels, byte[] labels, float[] weights)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        var (bytes, expected) = (new FileInfo(path).Length, (long)labels.Length * channels * sizeof(ushort));
        if (labels.Length == 0 || bytes != expected || weights.Length != labels.Length)
            throw new ArgumentException($"{path} has {bytes} bytes; {labels.Length} rows of {channels} channels need {expected}, with {weights.Length} weights.");

        Channels = channels;
        this.labels = labels;
        this.weights = weights;
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, 0, MemoryMappedFileAccess.Read);
        view = file.CreateViewAccessor(0, expected, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
    }

    public int Channels { get; }

    public long Rows => labels.Length;

    public FeatureBlock Read(long first, int count, FeatureBuffer buffer)
    {
        ObjectDisposedException.ThrowIf(start is null, this);
        var row = checked((int)first);
        var features = new ReadOnlySpan<Half>(start + first * Channels * sizeof(ushort), checked(count * Channels));
        return new FeatureBlock(features, labels.AsSpan(row, count), weights.AsSpan(row, count));
    }

    public void Dispose()
    {
        if (start is null)
            return;
        start = null;
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }
}
