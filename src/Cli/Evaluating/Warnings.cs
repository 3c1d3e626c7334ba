namespace StayPositive.Cli.Evaluating;

/// <summary>What could make the figures say something else than they seem to.</summary>
internal static class Warnings
{
    /// <summary>Real photos below which a 1% false-positive rate allows no false positive at all.</summary>
    private const int PhotosForOnePercent = 100;

    public static IEnumerable<string> Of(EvaluateOptions options, Collection collection)
    {
        var (real, fake) = (collection.Real, collection.Fake);
        if (options.Reencodings.Any(reencoding => reencoding.IsNone) && Differ(real.Formats.Keys, fake.Formats.Keys))
        {
            yield return $"The classes differ in file format (real: {Join(real)}; fake: {Join(fake)}) and 'none' re-encodes neither: "
                + "these figures may tell file formats apart, not generated images. Choose for example --reencode jpeg:90.";
        }

        if (options.Crop == 0 && !real.Sizes.SetEquals(fake.Sizes))
            yield return "Whole images were judged and the classes differ in size: thresholds and the largest window depend on it. Choose --crop.";
        if (real.Used < PhotosForOnePercent)
            yield return $"{real.Used} real photos: at 1% FPR not one false positive is allowed, so 'TPR at 1% FPR' is the share above the highest real photo.";
        if (options.Masks is not null && collection.Masked < fake.Used)
            yield return $"{fake.Used - collection.Masked} of {fake.Used} edited images have no mask of their size ({collection.MasksOfOtherSize} masks are of another size).";
    }

    private static bool Differ(IEnumerable<string> a, IEnumerable<string> b) => !a.ToHashSet(StringComparer.Ordinal).SetEquals(b);

    private static string Join(ClassFiles files) => string.Join(", ", files.Formats.Select(format => $"{format.Value} {format.Key}"));
}
