using System.Diagnostics;
using NetVips;
using StayPositive.Detector.Decoding;
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
        using var image = Picture(width, height);
        var jpeg = Jpeg(image);
        var stride = package.Backbone.Stride;
        var (rows, columns) = ((height + stride - 1) / stride, (width + stride - 1) / stride);
        var shape = scanner.TileShape(width, height);
        var tiles = ((rows + shape.Rows - 1) / shape.Rows) * ((columns + shape.Columns - 1) / shape.Columns);
        using var tile = new BareRun(package, threads, shape.Rows, shape.Columns);
        using var whole = new BareRun(package, threads, rows, columns);

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

    /// <summary>Soft shapes and some noise, about as hard to decode as a photo.</summary>
    private static RgbImage Picture(int width, int height)
    {
        var pixels = new byte[3 * width * height];
        var random = new Random(3);
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(128 + 80 * Math.Sin(i / 3 % width / 40.0) * Math.Cos(i / 3 / width / 55.0) + random.Next(-16, 17));
        return RgbImage.FromPixels(width, height, pixels);
    }

    private static byte[] Jpeg(RgbImage image)
    {
        using var vips = Image.NewFromMemoryCopy<byte>(image.Pixels.ToArray(), image.Width, image.Height, bands: 3, Enums.BandFormat.Uchar);
        return vips.JpegsaveBuffer(q: 90);
    }
}
