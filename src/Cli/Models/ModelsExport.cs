using StayPositive.Detector.Decoding;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Storage.Installations;

namespace StayPositive.Cli.Models;

/// <summary>Verb <c>models export</c>.</summary>
internal static class ModelsExport
{
    /// <summary>The two add up the same numbers in other orders; a larger difference is a fault, and no file is left.</summary>
    private const double MostDifference = 1e-3;

    private const int MostPixels = 4_000_000; // the exported file runs on the whole image at once, some 150 bytes a pixel and more

    public static async Task<int> RunAsync(Installation installation, string? version, string path, string[] images, ModelsWriter writer, CancellationToken cancellation)
    {
        var target = await ModelsShow.TargetAsync(installation, version, cancellation);
        var package = await installation.Releases.ReadAsync(target, null, cancellation);
        var onnx = ExportWriter.Write(package);
        var (compared, passedOver, largest) = Compare(package, onnx, images, cancellation);
        if (compared == 0)
            return writer.Refuse(ExitCode.Usage, $"None of {passedOver} images could be compared, so nothing was exported: give images of at least {ExportWriter.SmallestSide(package.Backbone)} pixels a side with --images.");
        if (!(largest <= MostDifference))
            return writer.Refuse(ExitCode.ModelRefused, $"The exported file differs from the scanner by {largest:E1} in logit, more than {MostDifference:E0}; nothing was exported.");
        try
        {
            await File.WriteAllBytesAsync(path + ".part", onnx, cancellation);
            File.Move(path + ".part", path, overwrite: true);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new OutputFailedException($"'{path}' cannot be written: {failed.Message}", failed);
        }

        writer.Write(
            new { target.Version, path, bytes = onnx.Length, compared, passedOver, largestLogitDifference = largest, smallestSide = ExportWriter.SmallestSide(package.Backbone) },
            output =>
            {
                output.WriteLine($"{path}: {target.Version}, {onnx.Length} bytes; largest difference to the scanner's logit {largest:E1} on {compared} images ({passedOver} passed over).");
                output.WriteLine($"Input 'image' [N, 3, height, width]: RGB / 255, as decoded, not resized, at least {ExportWriter.SmallestSide(package.Backbone)} pixels a side. Outputs: 'evidence', 'logit', 'probability'.");
            });
        return ExitCode.Done;
    }

    /// <summary>Images that are too small or too large, or cannot be read, are passed over.</summary>
    private static (int Compared, int PassedOver, double Largest) Compare(ModelPackage package, byte[] onnx, string[] images, CancellationToken cancellation)
    {
        using var scanner = new ImageScanner(package);
        using var exported = new ExportedModel(onnx);
        var (compared, passedOver, largest) = (0, 0, 0.0);
        foreach (var file in Files(images))
        {
            cancellation.ThrowIfCancellationRequested();
            using var image = ImageDecoder.Decode(File.ReadAllBytes(file), package.Policy.Limits).Image;
            if (image is null || Math.Min(image.Width, image.Height) < ExportWriter.SmallestSide(package.Backbone) || (long)image.Width * image.Height > MostPixels)
            {
                passedOver++;
                continue;
            }

            var gap = Math.Abs((double)exported.Run(image).Logit - scanner.Scan(image, cancellation: cancellation).Measurement!.Heads[0].Logit);
            (compared, largest) = (compared + 1, Math.Max(largest, gap));
        }

        return (compared, passedOver, largest);
    }

    private static IEnumerable<string> Files(string[] images) => images.SelectMany<string, string>(image => Directory.Exists(image) ? Directory.EnumerateFiles(image).Order(StringComparer.Ordinal) : [image]);
}
