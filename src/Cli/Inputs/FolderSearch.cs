using StayPositive.Detector.Decoding;

namespace StayPositive.Cli.Inputs;

/// <summary>Finds the images below a folder: by suffix, else by the first bytes. What cannot be looked into becomes a problem of its own.</summary>
internal static class FolderSearch
{
    private const int HeadLength = 32;
    private static readonly string[] Suffixes = [".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".avif"];

    public static IEnumerable<Input> Find(string folder)
    {
        var pending = new Stack<string>([folder]);
        while (pending.TryPop(out var next))
        {
            var (files, folders, problem) = Look(next);
            if (problem is not null)
                yield return problem;
            foreach (var child in folders)
                pending.Push(child);
            foreach (var file in files)
                if (IsImage(file))
                    yield return new Input(file, file, null);
        }
    }

    private static (string[] Files, string[] Folders, Input? Problem) Look(string folder)
    {
        try
        {
            // Links to folders are not followed: one can lead back to where it is.
            var folders = new DirectoryInfo(folder).GetDirectories().Where(child => child.LinkTarget is null).Select(child => Path.Combine(folder, child.Name));
            return (Directory.GetFiles(folder), folders.ToArray(), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ([], [], Input.OfProblem(folder, "Unreadable", $"The folder cannot be read: {exception.Message}", "Check its permissions."));
        }
    }

    private static bool IsImage(string file)
    {
        if (Suffixes.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            return true;
        try
        {
            if (new FileInfo(file).Length == 0) // so are pipes and devices, which must not be opened
                return false;
            using var stream = File.OpenRead(file);
            Span<byte> head = stackalloc byte[HeadLength];
            var read = stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
            return ImageDecoder.IsScanned(ImageDecoder.Recognise(head[..read]));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
