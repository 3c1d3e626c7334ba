namespace StayPositive.Detector.Heatmaps;

/// <summary>A scanned file could not be decoded again for looking at.</summary>
internal sealed class NoPictureException : Exception;
