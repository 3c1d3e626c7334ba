using Microsoft.ML.OnnxRuntime;

namespace StayPositive.Detector.Features;

/// <summary>Input and output memory of one run, used again and again, so that a tile allocates nothing.</summary>
internal sealed class TileBuffers : IDisposable
{
    public TileBuffers(int pixels, int channels, int cells)
    {
        Input = GC.AllocateUninitializedArray<float>(3 * pixels * pixels, pinned: true);
        Output = GC.AllocateUninitializedArray<float>(channels * cells * cells, pinned: true);
        Columns = new int[pixels];
        Inputs = [OrtValue.CreateTensorValueFromMemory(Input, [1, 3, pixels, pixels])];
        Outputs = [OrtValue.CreateTensorValueFromMemory(Output, [1, channels, cells, cells])];
    }

    /// <summary>[1, 3, pixels, pixels].</summary>
    public float[] Input { get; }

    /// <summary>[1, channels, cells, cells].</summary>
    public float[] Output { get; }

    /// <summary>Scratch for <see cref="TileReader"/>.</summary>
    public int[] Columns { get; }

    public OrtValue[] Inputs { get; }

    public OrtValue[] Outputs { get; }

    public void Dispose()
    {
        Inputs[0].Dispose();
        Outputs[0].Dispose();
    }
}
