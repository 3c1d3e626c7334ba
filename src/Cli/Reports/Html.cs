using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace StayPositive.Cli.Reports;

/// <summary>Markup. It can only be made from a template whose values are encoded, so that no file name can become a tag.</summary>
internal readonly record struct Html
{
    public static readonly Html Empty = Of($"");

    private readonly string markup;

    private Html(string markup) => this.markup = markup;

    /// <summary>Markup with values in it: those that are markup stay as they are, all others are encoded as text.</summary>
    public static Html Of(FormattableString template) => new(template.ToString(ValueEncoder.Instance));

    /// <summary>Base64, of which no character means anything in markup.</summary>
    public static Html Base64(ReadOnlySpan<byte> bytes) => new(Convert.ToBase64String(bytes));

    /// <summary>A style sheet of our own, as it is: values must not be put into one.</summary>
    public static Html Style(string css) => new($"<style>{css}</style>");

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts));

    public override string ToString() => markup ?? "";

    private sealed class ValueEncoder : IFormatProvider, ICustomFormatter
    {
        public static readonly ValueEncoder Instance = new();
        private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            null => "",
            Html html => html.ToString(),
            IFormattable number => Encoder.Encode(number.ToString(format, CultureInfo.InvariantCulture)),
            _ => Encoder.Encode(Visible(arg.ToString() ?? "")),
        };

        /// <summary>Characters without a shape, such as those that turn the direction of writing, are shown by their code: a name must not look like another.</summary>
        private static string Visible(string text) => text.Any(IsHidden)
            ? string.Concat(text.Select(c => IsHidden(c) ? $"\\u{(int)c:X4}" : c.ToString()))
            : text;

        private static bool IsHidden(char c) => char.GetUnicodeCategory(c)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
    }
}
