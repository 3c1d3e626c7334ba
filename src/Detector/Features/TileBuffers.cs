using Microsoft.ML.OnnxRuntime;

namespace StayPositive.Detector.Features;

/// <summary>Input and output memory of one run, used again and again, so that a tile allocates nothing. Large enough for the largest tile.</summary>
internal sealed class TileBuffers : IDisposable
{
    private readonly float[] input;
    private readonly float[] output;
    private readonly float[] kept;
    private readonly int channels;
    private (int Height, int Width) shape;

    /// <param name="grid">Of any image: how tiles look is the network's.</param>
    /// <param name="channels">C.</param>
    /// <param name="largestCells">Along the side of the largest tile.</param>
    public TileBuffers(CellGrid grid, int channels, int largestCells)
    {
        var (pixels, cells) = (grid.LargestSide(largestCells), grid.CellsWithHalo(largestCells));
        input = GC.AllocateUninitializedArray<float>(3 * pixels * pixels, pinned: true);
        output = GC.AllocateUninitializedArray<float>(channels * cells * cells, pinned: true);
        kept = cells > largestCells ? GC.AllocateUninitializedArray<float>(channels * largestCells * largestCells) : [];
        this.channels = channels;
        Columns = new int[pixels];
    }

    /// <summary>[1, 3, height, width].</summary>
    public Span<float> Input => Inputs[0].GetTensorMutableDataAsSpan<float>();

    /// <summary>Scratch for <see cref="TileReader"/>.</summary>
    public int[] Columns { get; }

    public OrtValue[] Inputs { get; private set; } = [];

    public OrtValue[] Outputs { get; private set; } = [];

    /// <summary>Lays tensors of the next tile over the memory.</summary>
    public void Take(TileSpan down, TileSpan across)
    {
        if (shape == (down.Length, across.Length))
            return;
        Dispose();
        shape = (down.Length, across.Length);
        Inputs = [OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, input.AsMemory(0, 3 * down.Length * across.Length), [1, 3, down.Length, across.Length])];
        Outputs = [OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, output.AsMemory(0, channels * down.Cells * across.Cells), [1, channels, down.Cells, across.Cells])];
    }

    /// <summary>[channels, tile rows, tile columns]: what came out, without the cells of the halo; cells beyond the wanted ones are 0 or surplus.</summary>
    public ReadOnlySpan<float> Kept(TileSpan down, TileSpan across, TileShape tile)
    {
        if ((down.Skipped, across.Skipped, down.Cells, across.Cells) == (0, 0, tile.Rows, tile.Columns))
            return output.AsSpan(0, channels * tile.Cells);

        var target = kept.AsSpan(0, channels * tile.Cells);
        if ((down.Kept, across.Kept) != (tile.Rows, tile.Columns))
            target.Clear();
        for (var c = 0; c < channels; c++)
            for (var row = 0; row < down.Kept; row++)
                output.AsSpan((c * down.Cells + down.Skipped + row) * across.Cells + across.Skipped, across.Kept).CopyTo(target.Slice((c * tile.Rows + row) * tile.Columns));
        return target;
    }

    public void Dispose()
    {
        foreach (var value in Inputs)
            value.Dispose();
        foreach (var value in Outputs)
            value.Dispose();
    }
}
