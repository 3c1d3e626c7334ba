using TorchSharp;
using static TorchSharp.torch;

namespace StayPositive.RetrainJob.Training;

/// <summary>A batch on its way through the network.</summary>
internal static class BatchTensors
{
    /// <summary>[N, 3, H, W], padded by reflection when the batch asks for it: by (receptive field - stride) / 2 before, and the rest behind.</summary>
    public static Tensor Images(CropBatch batch)
    {
        var images = tensor(batch.Images, [batch.Count, 3, batch.Side, batch.Side]);
        if (!batch.Padded)
            return images;

        const int total = BackboneModule.ReceptiveField - BackboneModule.Stride;
        const long before = total / 2;
        const long behind = total - before;
        return nn.functional.pad(images, [before, behind, before, behind], PaddingModes.Reflect);
    }

    /// <summary>Pooled features [rows, C] of feature maps [N, C, h, w].</summary>
    public static Tensor Pool(CropBatch batch, Tensor features)
    {
        var cells = batch.Rows[0].Weights.Length;
        var weights = tensor(batch.Rows.SelectMany(row => row.Weights).ToArray(), [batch.Rows.Count, cells, 1]);
        var crops = tensor(batch.Rows.Select(row => (long)row.Crop).ToArray());
        return bmm(features.flatten(2).index_select(0, crops), weights).squeeze(2);
    }
}
