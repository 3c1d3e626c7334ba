namespace StayPositive.RetrainJob.Data;

/// <summary>A stored best window of an image. Under another head its logit is a lower bound of the best window's.</summary>
/// <param name="Size">Nominal side, pixels.</param>
/// <param name="Head">Version of the head that chose it.</param>
/// <param name="Logit">Under that head.</param>
/// <param name="Feature">Row of <see cref="FeatureTableFile"/> with mean(F over the window).</param>
internal readonly record struct RowWindow(int Size, string Head, float Logit, int Feature);
