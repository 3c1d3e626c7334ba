using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NetVips;
using StayPositive.RetrainJob.Recipes;

namespace StayPositive.RetrainJob.Photos;

/// <summary>
/// The real photos under some folders, each with its split. The split is drawn from a hash of the near-duplicate group's
/// first member, so it does not move when photos are added, and it is made before anything is trained.
/// </summary>
internal static class PhotoSet
{
    private const int NearDuplicateBits = 4;
    private static readonly string[] Suffixes = [".jpg", ".jpeg", ".png", ".webp"];

    /// <summary>Reads the photos in the order of their paths.</summary>
    /// <exception cref="DirectoryNotFoundException">A folder of the recipe is missing below <paramref name="root"/>.</exception>
    public static IReadOnlyList<Photo> Load(string root, PhotoRecipe recipe)
    {
        var files = recipe.Folders
            .Select(folder => Path.Combine(root, folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => Suffixes.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .ToArray();
        var read = files.AsParallel().AsOrdered().Select(Read).OfType<(string Id, string Path, int Width, int Height, ulong Hash)>().ToArray();
        var groups = Groups(read.Select(photo => photo.Hash).ToArray());
        var firstOfGroup = read.Zip(groups).GroupBy(pair => pair.Second)
            .ToDictionary(group => group.Key, group => group.Min(pair => pair.First.Id)!);
        return read
            .Zip(groups, (photo, group) => new Photo(photo.Id, photo.Path, photo.Width, photo.Height, Draw(firstOfGroup[group], recipe)))
            .DistinctBy(photo => photo.Id)
            .ToArray();
    }

    private static (string Id, string Path, int Width, int Height, ulong Hash)? Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        try
        {
            using var header = Image.NewFromBuffer(bytes);
            return (Convert.ToHexStringLower(SHA256.HashData(bytes))[..16], path, header.Width, header.Height, DifferenceHash.Of(bytes));
        }
        catch (VipsException)
        {
            return null;
        }
    }

    /// <summary>Union of all pairs whose hashes differ in at most <see cref="NearDuplicateBits"/> bits; the group's number is its first index.</summary>
    internal static int[] Groups(ulong[] hashes)
    {
        var parent = Enumerable.Range(0, hashes.Length).ToArray();
        int Root(int i) => parent[i] == i ? i : parent[i] = Root(parent[i]);
        for (var i = 0; i < hashes.Length; i++)
            for (var j = 0; j < i; j++)
                if (DifferenceHash.Distance(hashes[i], hashes[j]) <= NearDuplicateBits)
                    parent[Math.Max(Root(i), Root(j))] = Math.Min(Root(i), Root(j));
        return Enumerable.Range(0, hashes.Length).Select(Root).ToArray();
    }

    internal static Split Draw(string groupId, PhotoRecipe recipe)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{recipe.SplitSeed}/{groupId}"));
        var u = BinaryPrimitives.ReadUInt32LittleEndian(digest) / (double)uint.MaxValue;
        if (u < recipe.TrainShare) return Split.Train;
        if (u < recipe.TrainShare + recipe.ValidationShare) return Split.Validation;
        return u < recipe.TrainShare + recipe.ValidationShare + recipe.CalibrationShare ? Split.Calibration : Split.Test;
    }
}
