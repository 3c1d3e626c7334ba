using Microsoft.ML.OnnxRuntime;

namespace StayPositive.Detector.Features;

/// <summary>Input and output memory of one run, used again and again, so that a tile allocates nothing. Large enough for the largest tile.</summary>
internal sealed class TileBuffers : IDisposable
{
    private readonly float[] input;
    private readonly float[] output;
    private readonly int channels;
    private TileShape shape;

    public TileBuffers(int largestPixels, int channels, int largestCells)
    {
        input = GC.AllocateUninitializedArray<float>(3 * largestPixels * largestPixels, pinned: true);
        output = GC.AllocateUninitializedArray<float>(channels * largestCells * largestCells, pinned: true);
        this.channels = channels;
        Columns = new int[largestPixels];
    }

    /// <summary>[1, 3, height, width].</summary>
    public Span<float> Input => Inputs[0].GetTensorMutableDataAsSpan<float>();

    /// <summary>[1, channels, rows, columns].</summary>
    public ReadOnlySpan<float> Output => output.AsSpan(0, channels * shape.Cells);

    /// <summary>Scratch for <see cref="TileReader"/>.</summary>
    public int[] Columns { get; }

    public OrtValue[] Inputs { get; private set; } = [];

    public OrtValue[] Outputs { get; private set; } = [];

    /// <summary>Lays tensors of the next image's tiles over the memory.</summary>
    /// <param name="tile">Cells.</param>
    /// <param name="height">Pixels that they see.</param>
    /// <param name="width">Pixels that they see.</param>
    public void Take(TileShape tile, int height, int width)
    {
        if (tile == shape)
            return;
        Dispose();
        shape = tile;
        Inputs = [OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, input.AsMemory(0, 3 * height * width), [1, 3, height, width])];
        Outputs = [OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, output.AsMemory(0, channels * tile.Cells), [1, channels, tile.Rows, tile.Columns])];
    }

    public void Dispose()
    {
        foreach (var value in Inputs)
            value.Dispose();
        foreach (var value in Outputs)
            value.Dispose();
    }
}
