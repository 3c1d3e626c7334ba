using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Scans;
using StayPositive.RetrainJob.Pairs;
using StayPositive.RetrainJob.Photos;

namespace StayPositive.RetrainJob.Heads;

/// <summary>Scans the validation photos' pieces and their re-renderings by seen families, plain and re-encoded alike: what the probability scale is fitted on.</summary>
internal static class PieceScans
{
    private static readonly Reencoding[] Encodings = [Reencoding.None, Reencoding.Jpeg(90), Reencoding.Jpeg(75), Reencoding.WebP(80)];

    public static IReadOnlyList<(float Logit, bool Generated)> Run(ImageScanner scanner, PieceStore store, IReadOnlyList<string> families)
    {
        var pieces = store.Rendered.Where(piece => piece.Split == Split.Validation).ToArray();
        var scans = new List<(float, bool)>();
        Progress.Run("scan validation pieces", pieces.Length, progress =>
        {
            for (var n = 0; n < pieces.Length; n++)
            {
                var encoding = Encodings[n % Encodings.Length];
                scans.Add((Logit(pieces[n], PieceStore.Real, encoding), false));
                scans.Add((Logit(pieces[n], families[n / Encodings.Length % families.Count], encoding), true));
                progress.Advance(1);
            }
        });
        return scans;

        float Logit(Piece piece, string variant, Reencoding encoding)
        {
            using var plain = RgbImage.FromPixels(piece.Width, piece.Height, store.Read(piece, variant));
            using var encoded = encoding.Apply(plain);
            return scanner.Scan(encoded).Measurement!.Heads[0].Logit;
        }
    }
}
