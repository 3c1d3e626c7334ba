using System.Security.Cryptography;
using System.Text;
using StayPositive.Detector.Heatmaps;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Heatmaps;

/// <summary>The folder of <c>--heatmaps</c>. A file is named after its input and a hash of the input's whole path, so that names neither collide nor escape.</summary>
internal sealed class HeatmapFolder
{
    private const int MaxStem = 80;
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
    /// <exception cref="NoPictureException">The picture cannot be drawn.</exception>
    public string Write(string name, byte[] file, Scan scan, Policy policy)
    {
        var path = Path.Combine(folder, FileName(name));
        var part = path + ".part";
        var png = HeatMap.Paint(file, scan, policy) ?? throw new NoPictureException();
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

    internal static string FileName(string name)
    {
        var stem = name == Inputs.Input.StandardInput ? "stdin" : Path.GetFileNameWithoutExtension(name);
        var safe = string.Concat(stem.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
        return $"{safe[..Math.Min(safe.Length, MaxStem)]}-{hash}.png";
    }
}
