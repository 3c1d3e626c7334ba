using System.Text;
using StayPositive.Tests;

namespace StayPositive.Review.Tests;

/// <summary>The repository's sample photos and edits, and other files with the same pixels.</summary>
internal static class Samples
{
    public static readonly string[] Edits = ["astronaut-inpainted.jpg", "chelsea-generated.jpg", "coffee-inpainted.jpg", "rocket-inpainted.jpg"];

    public static readonly string[] Photos = ["astronaut.jpg", "chelsea.jpg", "coffee.jpg", "rocket.jpg"];

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Repository.Root, "samples", name));

    /// <summary>Another content with the same pixels: a comment behind the start of the JPEG.</summary>
    public static byte[] Variant(string name, string comment)
    {
        var (file, text) = (Read(name), Encoding.UTF8.GetBytes(comment));
        var length = text.Length + 2;
        return [.. file[..2], 0xFF, 0xFE, (byte)(length >> 8), (byte)length, .. text, .. file[2..]];
    }
}
