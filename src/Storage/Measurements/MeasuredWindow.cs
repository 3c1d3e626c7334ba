namespace StayPositive.Storage.Measurements;

/// <summary>A best window, in a file. Its features are a row of the features' file, in the order of heads and windows, behind z of the image.</summary>
internal sealed record MeasuredWindow(int X, int Y, int Width, int Height, int Size, float Logit);
