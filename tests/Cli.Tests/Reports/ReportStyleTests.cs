using System.Globalization;
using System.Text.RegularExpressions;
using StayPositive.Cli.Reports;

namespace StayPositive.Cli.Tests.Reports;

public sealed class ReportStyleTests
{
    private const double Least = 4.5; // WCAG 2.2, 1.4.3

    public static TheoryData<string, string> Pairs => new()
    {
        { "ink", "page" }, { "ink", "card" }, { "page", "ink" }, { "muted", "page" }, { "muted", "card" }, { "link", "page" }, { "link", "card" },
        { "on-generated", "generated" }, { "on-inpainted", "inpainted" }, { "on-uncertain", "uncertain" }, { "on-none", "none" }, { "on-refused", "refused" },
        { "on-warning", "warning" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Text_has_contrast_in_both_schemes(string text, string ground)
    {
        var schemes = ReportStyle.Colours.Split("@media");
        Assert.Equal(2, schemes.Length);
        foreach (var scheme in schemes)
            Assert.True(Contrast(scheme, text, ground) >= Least, $"--{text} on --{ground}: {Contrast(scheme, text, ground):F2} in{scheme[..60]}");
    }

    /// <summary>(L1 + 0.05) / (L2 + 0.05) of the relative luminances.</summary>
    private static double Contrast(string scheme, string first, string second)
    {
        var (a, b) = (Luminance(scheme, first), Luminance(scheme, second));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string scheme, string name)
    {
        var hex = Regex.Match(scheme, $"--{name}: #([0-9a-f]{{6}});").Groups[1].Value;
        var rgb = int.Parse(hex, NumberStyles.HexNumber);
        double Linear(int shift)
        {
            var value = (rgb >> shift & 255) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return 0.2126 * Linear(16) + 0.7152 * Linear(8) + 0.0722 * Linear(0);
    }
}
