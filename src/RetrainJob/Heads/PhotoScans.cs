using NetVips;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Scans;
using StayPositive.RetrainJob.Photos;

namespace StayPositive.RetrainJob.Heads;

/// <summary>Scans the calibration photos as files, and large ones also at half and quarter size, so that more sizes have photos.</summary>
internal static class PhotoScans
{
    private const double LargeMegapixels = 1;
    private static readonly double[] SmallerBy = [0.5, 0.25];

    public static IReadOnlyList<RealScan> Run(ImageScanner scanner, IReadOnlyList<Photo> photos)
    {
        var scans = new List<RealScan>();
        Progress.Run("scan calibration photos", photos.Count, progress =>
        {
            foreach (var photo in photos)
            {
                var bytes = File.ReadAllBytes(photo.Path);
                if (scanner.Scan(bytes) is { Measurement: not null } scan)
                    scans.Add(ToScan(photo, scan));
                if (photo.Width * (double)photo.Height / 1e6 >= LargeMegapixels)
                    scans.AddRange(SmallerBy.Select(factor => ToScan(photo, ScanSmaller(scanner, bytes, factor))));
                progress.Advance(1);
            }
        });
        return scans;
    }

    private static Scan ScanSmaller(ImageScanner scanner, byte[] bytes, double factor)
    {
        using var pixels = PhotoPixels.Open(bytes);
        using var small = pixels.Resize(factor, kernel: Enums.Kernel.Lanczos3);
        using var image = RgbImage.FromPixels(small.Width, small.Height, small.WriteToMemory<byte>());
        return scanner.Scan(image);
    }

    private static RealScan ToScan(Photo photo, Scan scan)
    {
        var head = scan.Measurement!.Heads[0];
        return new RealScan(photo.Id, scan.Measurement.Megapixels, head.Logit, head.BestWindows.ToDictionary(window => window.SizePixels, window => window.Logit));
    }
}
