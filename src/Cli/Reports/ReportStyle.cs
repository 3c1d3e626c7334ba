using System.Security.Cryptography;
using System.Text;
using StayPositive.Detector.Heatmaps;

namespace StayPositive.Cli.Reports;

/// <summary>The style sheet, with its hash for the page's content security policy: nothing else on the page may style or run.</summary>
internal static class ReportStyle
{
    /// <summary>Colours come in pairs that keep a contrast of at least 4.5 in both schemes; a test holds that.</summary>
    public const string Colours =
        """
        :root { color-scheme: light dark; --page: #f3f5f7; --card: #ffffff; --ink: #1a1f25; --muted: #545d67; --line: #cfd6dd; --link: #0a58ca;
          --generated: #a61b14; --on-generated: #ffffff; --inpainted: #8f1d6b; --on-inpainted: #ffffff; --uncertain: #7a5200; --on-uncertain: #ffffff;
          --none: #e3e8ed; --on-none: #1a1f25; --refused: #545d67; --on-refused: #ffffff; --warning: #fff4d6; --on-warning: #4a3300; }
        @media screen and (prefers-color-scheme: dark) { :root { --page: #0e1216; --card: #171c22; --ink: #e7eaee; --muted: #a5afb9; --line: #353d46; --link: #85b7ff;
          --generated: #ff8f80; --on-generated: #260704; --inpainted: #f59ad3; --on-inpainted: #2b0520; --uncertain: #f0c050; --on-uncertain: #261a00;
          --none: #2c343d; --on-none: #e7eaee; --refused: #a5afb9; --on-refused: #12171c; --warning: #3a2e0c; --on-warning: #ffe6a6; } }
        """;

    private static readonly string[] Verdicts = ["generated", "inpainted", "uncertain", "none", "refused"];

    private static readonly string Css = $$"""

        {{Colours}}
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.2; }
        h2 { margin: 1.5rem 0 .5rem; font-size: 1.15rem; }
        h3 { margin: 0; font-size: 1.05rem; line-height: 1.3; }
        p { margin: .5rem 0; }
        dl, dd, figure { margin: 0; }
        dl > div { display: grid; grid-template-columns: 5.75rem 1fr; gap: 0 .75rem; padding: .15rem 0; }
        dt, .muted, .folder, figcaption, caption, .scale { color: var(--muted); }
        .folder { font-weight: normal; }
        b, dd, td, th { font-variant-numeric: tabular-nums; }
        details { margin: .35rem 0; }
        summary { cursor: pointer; color: var(--link); }
        a { color: var(--link); }
        .skip { position: absolute; left: -99rem; }
        .skip:focus { position: static; }
        .warning { padding: .5rem .75rem; border-radius: .4rem; background: var(--warning); color: var(--on-warning); }
        .filter { display: flex; flex-wrap: wrap; gap: .4rem; margin: .75rem 0; padding: 0; border: 0; min-width: 0; }
        .filter legend { padding: 0; margin-bottom: .3rem; color: var(--muted); }
        .filter input[type=radio] { position: absolute; opacity: 0; }
        .filter input[type=radio] + label { padding: .3rem .75rem; border: 1px solid var(--line); border-radius: 2rem; background: var(--card); cursor: pointer; }
        .filter input[type=radio]:checked + label { border-color: var(--ink); background: var(--ink); color: var(--page); }
        .filter input[type=radio]:focus-visible + label, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        .size { display: inline-flex; align-items: center; gap: .4rem; padding: .3rem 0; }
        .size input { width: 1.1rem; height: 1.1rem; }
        .card { display: grid; gap: .75rem 1.5rem; margin: 0 0 1rem; padding: 1rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--card);
          content-visibility: auto; contain-intrinsic-size: auto 40rem; }
        .title p { margin: .35rem 0 0; }
        .badge { display: inline-block; margin-right: .35rem; padding: .05rem .6rem; border-radius: .3rem; }
        {{Each(verdict => $".is-{verdict} .badge {{ background: var(--{verdict}); color: var(--on-{verdict}); }}")}}
        .pair { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem; align-items: start; }
        .pair img { display: block; max-width: 100%; height: auto; max-height: 30rem; object-fit: contain; border-radius: .25rem; }
        figcaption, .scale, caption { font-size: .875rem; }
        .missing { margin: 0; padding: 1rem; border: 1px dashed var(--line); border-radius: .4rem; color: var(--muted); }
        .scale { margin-top: .5rem; }
        .bar { height: .75rem; border-radius: .2rem; background: linear-gradient(90deg, {{EvidenceColours.CssStops}}); print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        .marks { display: grid; grid-template-columns: 1fr auto 1fr; color: var(--ink); }
        .mark { position: relative; }
        .mark::before { content: ""; position: absolute; left: 50%; bottom: 100%; width: 4px; height: .75rem; margin-left: -2px; background: #ffffff; border: solid #000000; border-width: 0 1px; }
        .marks > :last-child { text-align: right; }
        .scale p { margin: 0; }
        table { width: 100%; margin: .5rem 0; border-collapse: collapse; }
        caption { text-align: left; }
        th, td { padding: .15rem .5rem .15rem 0; border-bottom: 1px solid var(--line); text-align: left; font-weight: normal; }
        thead th { color: var(--muted); }
        {{Each(verdict => $"body:has(#show-{verdict}:checked) .card:not(.is-{verdict}) {{ display: none; }}")}}
        body:has(#show-flagged:checked) .card:not(.is-flagged) { display: none; }
        body:has(#large:checked) .card, body:has(#large:checked) .pair { grid-template-columns: 1fr; }
        @media (min-width: 54rem) {
          body { padding: 2rem; }
          .card { grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); padding: 1.25rem; contain-intrinsic-size: auto 26rem; }
          .title, .refusal, .card > .missing { grid-column: 1 / -1; }
          body:has(#large:checked) .pair { grid-template-columns: 1fr 1fr; }
          header dl { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; }
        }
        @media print {
          :root { font-size: 8pt; }
          body { max-width: none; padding: 0; }
          h2, h3 { break-after: avoid; }
          .skip, .size, .filter legend { display: none; }
          .filter input[type=radio] + label { border: 0; padding: 0 .75rem 0 0; }
          .filter input[type=radio]:checked + label { background: none; color: var(--ink); text-decoration: underline; }
          .card { grid-template-columns: 1fr 1fr; break-inside: avoid; content-visibility: visible; }
          .card > .missing, .title, .refusal { grid-column: 1 / -1; }
          .pair img { max-height: 6cm; }
          .badge { border: 1px solid; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          details::details-content { content-visibility: visible; height: auto; display: block; }
          summary { display: none; }
        }

        """;

    /// <summary>Source expression for <c>style-src</c>.</summary>
    public static Html HashSource { get; } = Html.Of($"sha256-{Html.Base64(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}");

    /// <summary>The element; its text is exactly what was hashed.</summary>
    public static Html Element { get; } = Html.Style(Css);

    private static string Each(Func<string, string> rule) => string.Join('\n', Verdicts.Select(rule));
}
