using NetVips;
using StayPositive.Cli.Heatmaps;
using StayPositive.Cli.Inputs;
using StayPositive.Cli.Reports;
using StayPositive.Detector.Heatmaps;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Scanning;

/// <summary>Turns a scan into a row with the pictures that were asked for. What cannot be drawn is a note on the row: the score does not depend on it.</summary>
/// <param name="policy">Under which it was judged.</param>
/// <param name="heatmaps">Where heat maps go; null = none.</param>
/// <param name="cards">Whether the report needs pictures.</param>
internal sealed class RowPainter(Policy policy, HeatmapFolder? heatmaps, bool cards)
{
    public const string NoPicture = "No picture: it could not be drawn. The scan is not affected.";

    /// <exception cref="OutputFailedException">A heat map cannot be written.</exception>
    public ScanRow Paint(Input input, byte[] file, Scan scan)
    {
        var row = new ScanRow(input, scan with { Map = null }, null);
        if (scan.Measurement is null)
            return row; // a refused file is not decoded again
        try
        {
            return row with
            {
                Heatmap = heatmaps is not null && scan.Map is not null ? heatmaps.Write(input.Name, file, scan, policy) : null,
                Pictures = cards ? CardPainter.Paint(file, scan, policy) : null,
            };
        }
        catch (Exception failed) when (failed is NoPictureException or VipsException)
        {
            return row with { Note = NoPicture };
        }
    }
}
