using System.Security.Cryptography;
using System.Text;
using StayPositive.Cli.Reports;

namespace StayPositive.RetrainJob.Reports;

/// <summary>The style sheet, with its hash for the page's content security policy: nothing else on the page may style or run.</summary>
internal static class RefitStyle
{
    private const string Css =
        """

        :root { color-scheme: light dark; --page: #f3f5f7; --card: #ffffff; --ink: #1a1f25; --muted: #545d67; --line: #cfd6dd; --link: #0a58ca; --good: #0b6b3a; --bad: #a61b14; --one: #0a58ca; --two: #a04a00; --three: #6b4fa0; }
        @media screen and (prefers-color-scheme: dark) { :root { --page: #0e1216; --card: #171c22; --ink: #e7eaee; --muted: #a5afb9; --line: #353d46; --link: #85b7ff; --good: #6fd6a0; --bad: #ff8f80; --one: #85b7ff; --two: #f0b070; --three: #c3b0f0; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 80rem; padding: 1rem; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.2; }
        h2 { margin: 1.75rem 0 .5rem; font-size: 1.2rem; }
        p { margin: .5rem 0; }
        a, summary { color: var(--link); }
        summary { cursor: pointer; }
        figure { margin: 0; padding: .75rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
        figcaption { font-weight: 600; }
        .muted { color: var(--muted); }
        .pass { color: var(--good); font-weight: 600; }
        .fail { color: var(--bad); font-weight: 600; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: 1rem; }
        .scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
        .scroll:focus-visible { outline: 2px solid var(--link); }
        table { border-collapse: collapse; width: 100%; font-size: .875rem; font-variant-numeric: tabular-nums; }
        th, td { padding: .35rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: normal; }
        th { color: var(--muted); font-weight: 600; }
        td.n, th.n { text-align: right; white-space: nowrap; }
        td { min-width: 4.5rem; }
        td:first-child { min-width: 10rem; }
        .hash { font-family: ui-monospace, monospace; font-size: .8rem; }
        pre { margin: .5rem 0; padding: .75rem; overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; font-size: .8rem; }
        .chart { display: block; width: 100%; height: auto; }
        .chart text { fill: var(--muted); font: 11px system-ui, sans-serif; }
        .chart path, .legend path { fill: none; stroke-width: 2; }
        .chart .grid { stroke: var(--line); stroke-width: 1; }
        .chart .bar-above { stroke: var(--one); stroke-width: inherit; }
        .chart .bar-below { stroke: var(--two); stroke-width: inherit; }
        .chart .limit { stroke: var(--bad); stroke-width: 1; stroke-dasharray: 4 3; }
        .one { stroke: var(--one); }
        .two { stroke: var(--two); stroke-dasharray: 6 3; }
        .three { stroke: var(--three); stroke-dasharray: 2 3; }
        .even { stroke: var(--muted); stroke-dasharray: 1 4; }
        .gates { margin: 0; padding: 0; list-style: none; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
        .gates li { padding: .5rem .75rem; border-bottom: 1px solid var(--line); }
        .gates li:last-child { border-bottom: 0; }
        .legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .25rem 0 0; padding: 0; list-style: none; font-size: .875rem; }
        .legend svg { width: 28px; height: 8px; margin-right: .4rem; }

        """;

    /// <summary>The element.</summary>
    public static Html Element => Html.Style(Css);

    /// <summary>For <c>style-src</c>.</summary>
    public static string HashSource { get; } = $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}";
}
