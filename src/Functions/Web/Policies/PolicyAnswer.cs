using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Models;

namespace StayPositive.Functions.Web.Policies;

/// <summary>Answer of <c>GET /api/policies</c>: by what uploads are judged now.</summary>
/// <param name="Model">Version.</param>
/// <param name="Manifest">SHA-256 of its manifest.</param>
/// <param name="Policy">The model's own: of all uploads that no prefix below fits.</param>
/// <param name="Prefixes">Uploads with policies of their own, the longest prefix first: the first that fits holds.</param>
/// <param name="Bins">Thresholds by image size, and what each rests on.</param>
internal sealed record PolicyAnswer(string Model, string Manifest, Policy Policy, IReadOnlyList<PolicyAnswer.ByPrefix> Prefixes, IReadOnlyList<PolicyAnswer.Bin> Bins)
{
    public static PolicyAnswer Of(ModelLease lease, PrefixPolicies policies) => new(
        lease.Target.Version, lease.Target.Manifest, lease.Package.Policy, [.. policies.All.Select(one => new ByPrefix(one.Prefix, one.Policy))], [.. lease.Package.Calibration.Bins.Select(Of)]);

    private static Bin Of(SizeBin bin) => new(bin.MinMegapixels, double.IsFinite(bin.MaxMegapixels) ? bin.MaxMegapixels : null, [.. bin.Thresholds.Select(Of)]);

    private static Thresholds Of(ThresholdSet set) => new(
        set.FalsePositiveRate, set.Global, set.Windows.ToDictionary(pair => $"{pair.Key}", pair => pair.Value), set.Photos, set.FalsePositives, new Range95(set.Interval.Low, set.Interval.High), set.Supported);

    /// <summary>Uploads that one policy judges.</summary>
    /// <param name="Prefix">Of <c>{container}/{name}</c>.</param>
    /// <param name="Policy">By what.</param>
    internal sealed record ByPrefix(string Prefix, Policy Policy);

    /// <summary>Images of one range of sizes.</summary>
    /// <param name="MinMegapixels">Inclusive.</param>
    /// <param name="MaxMegapixels">Exclusive; null = no limit.</param>
    /// <param name="Thresholds">One set a false-positive rate.</param>
    internal sealed record Bin(double MinMegapixels, double? MaxMegapixels, IReadOnlyList<Thresholds> Thresholds);

    /// <summary>Thresholds that together keep to one false-positive rate.</summary>
    /// <param name="FalsePositiveRate">Stated, of the joint test.</param>
    /// <param name="Image">On the logit of the whole image.</param>
    /// <param name="Windows">On the logit of the best window, by window size in pixels.</param>
    /// <param name="Photos">n: real photos that they were set on.</param>
    /// <param name="FalsePositives">Photos among them that pass.</param>
    /// <param name="Interval">95% Clopper-Pearson interval of the rate.</param>
    /// <param name="Supported">n >= 3 / rate.</param>
    internal sealed record Thresholds(double FalsePositiveRate, float Image, IReadOnlyDictionary<string, float> Windows, int Photos, int FalsePositives, Range95 Interval, bool Supported);

    /// <summary>Ends of an interval.</summary>
    internal sealed record Range95(double Low, double High);
}
