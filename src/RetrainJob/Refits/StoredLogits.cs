using StayPositive.RetrainJob.Data;

namespace StayPositive.RetrainJob.Refits;

/// <summary>Judges rows of a dataset from their stored features. Windows that another head chose give a lower bound.</summary>
internal static class StoredLogits
{
    /// <summary>Scores of a row.</summary>
    public static RowLogits Of(Dataset dataset, LabelledRow row, LinearHead head)
    {
        var features = new float[dataset.Channels];
        dataset.Features.Read(row.Feature, features);
        var image = head.Logit(features);
        var windows = new Dictionary<int, float>();
        foreach (var window in row.Windows)
        {
            dataset.Features.Read(window.Feature, features);
            var logit = window.Head == head.Version ? window.Logit : head.Logit(features);
            windows[window.Size] = Math.Max(windows.GetValueOrDefault(window.Size, float.MinValue), logit);
        }

        return new RowLogits(image, windows);
    }
}
