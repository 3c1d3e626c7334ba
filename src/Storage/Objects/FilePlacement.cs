namespace StayPositive.Storage.Objects;

/// <summary>Puts a finished temporary file in its place.</summary>
internal static class FilePlacement
{
    private const int Attempts = 100;

    /// <summary>Renames over what is there and makes the name last; makes the folders.</summary>
    public static void Place(string temporary, string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                DiskSync.CreateFolder(folder);
                File.Move(temporary, path, overwrite: true);
                DiskSync.Folder(folder);
                return;
            }
            catch (Exception missing) when (missing is DirectoryNotFoundException or FileNotFoundException && attempt < Attempts && File.Exists(temporary))
            {
                // A deletion removed the folder between the lines, as it was empty. (File.Move calls that a missing file when the folder is back before it looks.)
            }
        }
    }
}
