using StayPositive.Cli.Scanning;
using StayPositive.Detector.Scans;

namespace StayPositive.Cli.Reports;

/// <summary>The image and its evidence, side by side, with the scale.</summary>
internal static class CardImages
{
    public static Html Of(ScanRow row, Scan scan) => row.Pictures is not { } pictures
        ? Html.Of($"""<p class="missing">{row.Note}</p>""")
        : pictures.Overlay is not { } overlay
            ? Html.Of($"""<div class="pictures"><div class="pair">{Figure(pictures, pictures.Image, Name(row), "Image")}<p class="missing">No evidence picture: the scan of this image stopped early.</p></div></div>""")
            : Html.Of(
                $"""
                <div class="pictures"><div class="pair">
                {Figure(pictures, pictures.Image, Name(row), "Image")}
                {Figure(pictures, overlay, $"Evidence of {Name(row)}, {Where(scan)}", "Evidence")}
                </div>
                <div class="scale"><div class="bar"></div>
                <div class="marks"><span>0</span><span class="mark">{pictures.ScaleEnd / 2:0.00} = threshold</span><span>{pictures.ScaleEnd:0.00}+</span></div>
                <p>Evidence of a cell, logit units</p></div></div>
                """);

    private static string Name(ScanRow row) => Path.GetFileName(row.Input.Name);

    private static string Where(Scan scan) => scan.Verdict.Region is { } region
        ? $"a region outlined, {region.AreaShare:0%} of the area"
        : "no region outlined";

    private static Html Figure(CardPictures pictures, byte[] webp, string alternative, string caption) => Html.Of(
        $"""<figure><img src="data:image/webp;base64,{Html.Base64(webp)}" width="{pictures.Width}" height="{pictures.Height}" loading="lazy" decoding="async" alt="{alternative}"><figcaption>{caption}</figcaption></figure>""");
}
