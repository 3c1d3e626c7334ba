using StayPositive.Detector.Decoding;
using StayPositive.Detector.Heatmaps;
using StayPositive.Detector.Provenance;

namespace StayPositive.Functions.Web.Review;

/// <summary>What the file says of itself: size, format, and its declared origin, which anybody can write.</summary>
internal static class FactsApi
{
    public static void MapFacts(this RouteGroupBuilder review) => review.MapGet("/facts/{container}/{hash}", FactsAsync);

    private static async Task<IResult> FactsAsync(string container, string hash, Contents contents, CancellationToken cancellation)
    {
        var (_, bytes, problem) = await contents.OpenAsync(container, hash, cancellation);
        if (problem is not null)
            return problem;
        using var lease = await contents.LeaseAsync(cancellation);
        var facts = ViewPicture.Facts(bytes, lease.Package.Policy.Limits);
        var (width, height) = facts is null ? (0, 0) : Orientation.Upright(facts.Width, facts.Height, facts.ExifOrientation);
        var declared = DeclaredProvenance.Read(bytes, ImageDecoder.Recognise(bytes.Span));
        return Results.Json(new
        {
            bytes = bytes.Length,
            format = facts?.Format.ToString(),
            width,
            height,
            facts?.Frames,
            facts?.ExifOrientation,
            declared = new { declared.HasC2pa, declared.DigitalSourceType, declared.Software, declared.DeclaresGeneration, declared.IsEmpty, texts = declared.Texts.Select(text => new { text.Key, text.Text }) },
        });
    }
}
