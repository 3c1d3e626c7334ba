using System.Security.Cryptography;

namespace StayPositive.Storage.Installations;

/// <summary>Where an installation lies. Section <c>Storage</c> of the configuration, and <c>--data</c> of the command lines.</summary>
public sealed class InstallationSettings
{
    /// <summary>Containers of the system; no upload may lie there.</summary>
    public static IReadOnlyList<string> SystemContainers { get; } = [Installation.ResultsContainer, Installation.ReviewContainer, Installation.ModelsContainer];

    /// <summary>Folder with <c>uploads/</c> and the system's folders, when no account is set.</summary>
    public string Data { get; set; } = "data";

    /// <summary>Connection string of a storage account or an emulator; for development.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Blob endpoint of the account, used with the managed identity.</summary>
    public Uri? BlobServiceUri { get; set; }

    /// <summary>Queue endpoint of the account.</summary>
    public Uri? QueueServiceUri { get; set; }

    /// <summary>Secret of erasure, base64 of at least 32 bytes; the same for ever. A folder makes its own.</summary>
    public string? TombstoneKey { get; set; }

    /// <summary>Secret of the audit sample, base64 of at least 16 bytes. A folder makes its own.</summary>
    public string? AuditKey { get; set; }

    /// <summary>Public keys (DER, base64) of which one must have signed a model; none = not asked.</summary>
    public IList<string> ModelKeys { get; } = [];

    /// <summary>True when a storage account is set.</summary>
    public bool IsAzure => ConnectionString is not null || BlobServiceUri is not null;

    /// <summary>A configured key, or, in a folder, one that is made at the first start and kept.</summary>
    /// <exception cref="InvalidOperationException">An account without the key, or the text is not base64 of so many bytes.</exception>
    internal byte[] Key(string name, string? configured, int bytes)
    {
        if (configured is not null)
        {
            var key = new byte[configured.Length];
            return Convert.TryFromBase64String(configured, key, out var length) && length >= bytes
                ? key[..length]
                : throw new InvalidOperationException($"Storage:{name} is not the base64 of at least {bytes} bytes.");
        }

        if (IsAzure)
            throw new InvalidOperationException($"Storage:{name} is not set; give the base64 of {bytes} random bytes, and keep it.");
        Directory.CreateDirectory(Data);
        var file = Path.Combine(Data, $".{name}");
        if (!File.Exists(file))
        {
            var part = file + "." + Guid.NewGuid().ToString("N");
            File.WriteAllBytes(part, RandomNumberGenerator.GetBytes(bytes));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(part, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            try
            {
                File.Move(part, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(part); // another process was first
            }
        }

        return File.ReadAllBytes(file);
    }
}
