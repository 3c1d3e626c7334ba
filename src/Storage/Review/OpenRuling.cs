using System.Globalization;
using StayPositive.Storage.Keys;

namespace StayPositive.Storage.Review;

/// <summary>A decision that the states of its content may not have taken in yet.</summary>
/// <param name="Hash">The content.</param>
/// <param name="Number">Of the label, which may never have been written.</param>
public sealed record OpenRuling(ContentHash Hash, int Number)
{
    /// <exception cref="FormatException">The segments are not those of a marker.</exception>
    internal static OpenRuling Parse(string segments)
    {
        var slash = segments.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? new(ContentHash.Parse(segments[..slash]), int.Parse(segments[(slash + 1)..], CultureInfo.InvariantCulture)) : throw new FormatException($"'{segments}' is not the marker of a decision.");
    }
}
