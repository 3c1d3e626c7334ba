using System.Runtime.InteropServices;
using System.Security.Cryptography;
using StayPositive.Detector.Scans;

namespace StayPositive.Fuzz.Soaking;

/// <summary>SHA-256 over every number of a scan: logit, features, windows, evidence map, region, decision. Equal only if all are, bit for bit.</summary>
internal static class Fingerprint
{
    public static string Of(Scan scan)
    {
        var head = scan.Measurement!.Heads[0];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(scan.Map!.Values);
        Add(scan.Measurement.Features.Values);
        Add([head.Logit, head.MaxCell, scan.Map.Width, scan.Map.Height]);
        foreach (var window in head.BestWindows)
        {
            Add([window.X, window.Y, window.Width, window.Height, window.SizePixels, window.Logit]);
            Add(window.Features.Values);
        }

        hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{scan.Verdict.Decision} {scan.Verdict.Region?.ToString()}"));
        return Convert.ToHexString(hash.GetHashAndReset());

        void Add(ReadOnlySpan<float> values) => hash.AppendData(MemoryMarshal.AsBytes(values));
    }
}
