namespace StayPositive.Storage.Installations;

/// <summary>The section <c>Storage</c> from environment variables, for programs without a host: <c>Storage__BlobServiceUri</c> and so on, as the app reads them.</summary>
public static class InstallationEnvironment
{
    private const string Prefix = "Storage__";

    /// <summary>Reads the settings.</summary>
    /// <param name="data">A folder from the command line; null = the account of the environment, else its folder, else <c>data</c>.</param>
    /// <param name="variable">Looks up an environment variable.</param>
    /// <exception cref="ArgumentException">A value cannot be read; the message names the variable.</exception>
    public static InstallationSettings Read(string? data, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var settings = new InstallationSettings
        {
            TombstoneKey = variable(Prefix + nameof(InstallationSettings.TombstoneKey)),
            AuditKey = variable(Prefix + nameof(InstallationSettings.AuditKey)),
        };
        for (var n = 0; variable($"{Prefix}{nameof(InstallationSettings.ModelKeys)}__{n}") is { } key; n++)
            settings.ModelKeys.Add(key);
        if (data is not null)
        {
            settings.Data = data;
            return settings;
        }

        settings.ConnectionString = variable(Prefix + nameof(InstallationSettings.ConnectionString));
        settings.BlobServiceUri = Uri(nameof(InstallationSettings.BlobServiceUri));
        settings.QueueServiceUri = Uri(nameof(InstallationSettings.QueueServiceUri));
        settings.Data = variable(Prefix + nameof(InstallationSettings.Data)) ?? settings.Data;
        return settings;

        Uri? Uri(string name) => variable(Prefix + name) is not { } text ? null
            : System.Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri
            : throw new ArgumentException($"{Prefix}{name} is '{text}'; it must be an absolute URI.", nameof(variable));
    }

    /// <summary>Reads this process's environment.</summary>
    /// <inheritdoc cref="Read"/>
    public static InstallationSettings FromEnvironment(string? data) => Read(data, Environment.GetEnvironmentVariable);
}
