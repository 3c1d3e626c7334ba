using System.Security.Cryptography;
using System.Text;
using NetVips;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Heatmaps;

/// <summary>The folder of <c>--heatmaps</c>. A file is named after its input and a hash of the input's whole path, so that names neither collide nor escape.</summary>
internal sealed class HeatmapFolder
{
    private const int MaxStem = 80;
    private const int MaxSide = 1600;
    private readonly string folder;

    private HeatmapFolder(string folder) => this.folder = folder;

    /// <exception cref="OutputFailedException">The folder cannot be made.</exception>
    public static HeatmapFolder Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new HeatmapFolder(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutputFailedException($"The heat map folder '{folder}' cannot be made: {exception.Message}", exception);
        }
    }

    /// <summary>Writes the overlay of a scan and returns its path.</summary>
    /// <exception cref="OutputFailedException">The file cannot be written.</exception>
    /// <exception cref="NoPictureException">The file cannot be decoded again.</exception>
    /// <exception cref="VipsException">The picture cannot be drawn.</exception>
    public string Write(string name, byte[] file, Scan scan, Policy policy)
    {
        var path = Path.Combine(folder, FileName(name));
        var part = path + ".part";
        var png = Paint(file, scan, policy);
        try
        {
            File.WriteAllBytes(part, png);
            File.Move(part, path, overwrite: true);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutputFailedException($"The heat map '{path}' cannot be written: {exception.Message}", exception);
        }
    }

    private static byte[] Paint(byte[] file, Scan scan, Policy policy)
    {
        var end = Overlay.ScaleEnd(scan, policy);
        using var small = SmallPicture.Decode(file, scan, policy.Limits, MaxSide);
        using var overlay = Overlay.Draw(small, scan, end);
        using var whole = ScaleStrip.Below(overlay, end);
        return whole.PngsaveBuffer(keep: Enums.ForeignKeep.None);
    }

    internal static string FileName(string name)
    {
        var stem = name == Inputs.Input.StandardInput ? "stdin" : Path.GetFileNameWithoutExtension(name);
        var safe = string.Concat(stem.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
        return $"{safe[..Math.Min(safe.Length, MaxStem)]}-{hash}.png";
    }
}
