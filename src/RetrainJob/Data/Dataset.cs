namespace StayPositive.RetrainJob.Data;

/// <summary>All labelled rows under one backbone, and their features. In the order of scope, content and part, whatever the order of work was.</summary>
/// <param name="Backbone">SHA-256 of the backbone, lower-case hex.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Features">Their features, and those of the stored windows.</param>
/// <param name="Counts">What became of the labels.</param>
internal sealed record Dataset(string Backbone, IReadOnlyList<LabelledRow> Rows, FeatureTableFile Features, DatasetCounts Counts) : IDisposable
{
    /// <summary>Features a row.</summary>
    public int Channels => Features.Channels;

    /// <summary>Removes the file of the features.</summary>
    public void Dispose() => Features.Dispose();
}
