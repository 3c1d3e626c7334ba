using System.IO.MemoryMappedFiles;
using System.Numerics.Tensors;

namespace StayPositive.RetrainJob.Data;

/// <summary>
/// Mean features of many rows in a mapped file, float16 little-endian with one power-of-two scale a row: a million rows need no memory of their own. Rows of windows lie beside those of images.
/// Thread-safe once written.
/// </summary>
internal sealed unsafe class FeatureTableFile : IDisposable
{
    private static readonly TimeSpan LeftAfter = TimeSpan.FromDays(1);

    private readonly MemoryMappedFile? file;
    private readonly MemoryMappedViewAccessor? view;
    private readonly byte* first;
    private readonly float[] scales;

    private FeatureTableFile(string path, int channels, float[] scales)
    {
        (Path, Channels, this.scales) = (path, channels, scales);
        if (scales.Length == 0)
            return; // an empty file cannot be mapped
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        view = file.CreateViewAccessor(0, (long)scales.Length * channels * 2, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref first);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Features a row.</summary>
    public int Channels { get; }

    /// <summary>Rows.</summary>
    public int Rows => scales.Length;

    /// <summary>Maps what a <see cref="FeatureTableWriter"/> wrote.</summary>
    public static FeatureTableFile Open(string path, int channels, float[] scales) => new(path, channels, scales);

    /// <summary>Removes tables that jobs have left which were killed: those that nobody has written for a day.</summary>
    /// <param name="folder">Need not exist.</param>
    /// <param name="clock">Time.</param>
    public static void RemoveLeft(string folder, TimeProvider clock)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var file in new DirectoryInfo(folder).GetFiles("*-????????????????-*.f16").Where(file => clock.GetUtcNow() - file.LastWriteTimeUtc > LeftAfter))
        {
            try
            {
                file.Delete();
            }
            catch (Exception held) when (held is IOException or UnauthorizedAccessException)
            {
                // Another job works with it, on a system that then refuses.
            }
        }
    }

    /// <summary>A stored value times this is the feature; 1 but for features beyond float16.</summary>
    public float Scale(int row) => scales[row];

    /// <summary>The stored values of consecutive rows, [count, C].</summary>
    public ReadOnlySpan<Half> Stored(int row, int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(row + count, Rows);
        return new ReadOnlySpan<Half>(first + (long)row * Channels * 2, count * Channels);
    }

    /// <summary>The features of a row.</summary>
    /// <param name="row">0..<see cref="Rows"/> - 1.</param>
    /// <param name="values">[C], written.</param>
    public void Read(int row, Span<float> values)
    {
        TensorPrimitives.ConvertToSingle(Stored(row), values);
        if (scales[row] != 1)
            TensorPrimitives.Multiply(values, scales[row], values);
    }

    /// <summary>Unmaps and deletes the file.</summary>
    public void Dispose()
    {
        if (view is not null)
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            file!.Dispose();
        }

        File.Delete(Path);
    }
}
