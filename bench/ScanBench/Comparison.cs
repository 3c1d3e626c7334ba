using System.Diagnostics;
using StayPositive.Detector.Features;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;

namespace StayPositive.ScanBench;

/// <summary>Times a scan of pixels, a scan of the same picture as a JPEG file, the bare runs on tiles of the same shapes, and one run on the whole image, one after the other in every round.</summary>
internal static class Comparison
{
    public static string Row(ModelPackage package, int width, int height, int threads, int rounds)
    {
        var options = new BackboneOptions { Threads = threads };
        using var scanner = new ImageScanner(package, options);
        using var image = Pictures.Make(width, height);
        var jpeg = Pictures.Jpeg(image);
        var stride = package.Backbone.Stride;
        var (rows, columns) = ((height + stride - 1) / stride, (width + stride - 1) / stride);
        var shape = scanner.TileShape(width, height);
        var tiles = ((rows + shape.Rows - 1) / shape.Rows) * ((columns + shape.Columns - 1) / shape.Columns);
        using var settings = BareRun.Shipped(threads);
        using var tile = new BareRun(package, settings, shape.Rows, shape.Columns);
        using var whole = new BareRun(package, settings, rows, columns);

        var (scans, files, tiled, wholes) = (new double[rounds], new double[rounds], new double[rounds], new double[rounds]);
        for (var round = -2; round < rounds; round++)
        {
            var times = (Scan: Time(() => scanner.Scan(image)), File: Time(() => scanner.Scan(jpeg)), Tiled: Time(() => Repeat(tile, tiles)), Whole: Time(whole.Run));
            if (round >= 0)
                (scans[round], files[round], tiled[round], wholes[round]) = times;
        }

        var (scan, file, bare, one) = (Median(scans), Median(files), Median(tiled), Median(wholes));
        return $"{width + " x " + height,-12} {(threads == 0 ? "all cores" : threads + " thread"),-10} {tiles,5} {scan,9:F1} {bare,9:F1} {one,9:F1} {scan / bare,10:F3} {scan / one,11:F3} {file,9:F1} {file / bare,10:F3} {file / one,11:F3}";
    }

    private static void Repeat(BareRun run, int times)
    {
        for (var i = 0; i < times; i++)
            run.Run();
    }

    private static double Time(Action action)
    {
        var from = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(from).TotalMilliseconds;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
