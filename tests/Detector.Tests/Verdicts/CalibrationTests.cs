using System.Text.Json.Nodes;
using StayPositive.Detector.Models;
using StayPositive.Detector.Tests.Models;

namespace StayPositive.Detector.Tests.Verdicts;

/// <summary>Calibrations that make no sense are refused with the package.</summary>
public sealed class CalibrationTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(-1)]
    public void There_are_no_more_false_positives_than_photos(int falsePositives) => Refused(bins => Strict(bins)["falsePositives"] = falsePositives, $"{falsePositives} false positives among 300");

    [Theory]
    [InlineData("-16")]
    [InlineData("0")]
    [InlineData("63")]
    public void Window_sizes_are_multiples_of_a_block(string size) => Refused(bins => Strict(bins)["windows"]![size] = 1, $"windows of {size} pixels");

    [Fact]
    public void A_threshold_is_finite() => Refused(bins => Strict(bins)["global"] = 1e60, "finite");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_rate_is_between_0_and_1(int rate) => Refused(bins => Strict(bins)["falsePositiveRate"] = rate, $"rate is {rate}");

    [Fact]
    public void A_rate_occurs_once() => Refused(bins => Strict(bins)["falsePositiveRate"] = 0.05, "twice");

    [Fact]
    public void A_size_range_ascends() => Refused(bins => (bins[0]!["minMegapixels"], bins[0]!["maxMegapixels"]) = (5, 1), "5 to 1 megapixels");

    [Theory]
    [InlineData(900)]
    [InlineData(1100)]
    public void Size_ranges_neither_overlap_nor_leave_gaps(int from) => Refused(
        bins =>
        {
            var next = bins[0]!.DeepClone();
            (next["minMegapixels"], next["maxMegapixels"]) = (from, 2000);
            bins.Add(next);
        },
        $"{from} to 2000 megapixels");

    [Fact]
    public void Logits_that_could_overflow() => RefusedHead(head => head["weights"]![0] = 3e38, ModelRefusal.NotFinite, "could reach");

    private static JsonNode Strict(JsonArray bins) => bins[0]!["thresholds"]![0]!;

    private static void Refused(Action<JsonArray> edit, string says) => RefusedHead(head => edit(head["calibration"]!["bins"]!.AsArray()), ModelRefusal.BadCalibration, says);

    private static void RefusedHead(Action<JsonNode> edit, ModelRefusal code, string says)
    {
        using var folder = new PackageFolder();
        folder.Edit("head.json", edit);
        folder.IsRefused(code, says);
    }
}
