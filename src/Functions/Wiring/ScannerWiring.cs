using StayPositive.Functions.Backfills;
using StayPositive.Functions.Doors;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Installations;

namespace StayPositive.Functions.Wiring;

/// <summary>The flow and what it needs: the same behind every door.</summary>
internal static class ScannerWiring
{
    /// <summary>Reads and checks the settings, and adds the services.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it.</exception>
    public static ScannerSettings AddScanner(this IHostApplicationBuilder builder)
    {
        var settings = Read(builder.Configuration);
        settings.Scanning.Check(InstallationSettings.SystemContainers);
        builder.Services.AddStorage(settings.Storage, settings.Models.Checked());
        builder.Services.AddScanning(settings.Scanning);
        builder.Services.AddTelemetry(builder.Configuration);
        builder.Services.AddHostedService<TallyService>();
        builder.Services.AddBackfills(builder.Configuration);
        builder.Services.AddSingleton(provider => new Invocations(
            provider.GetRequiredService<ScanFlow>(), provider.GetRequiredService<Sweep>(), provider.GetRequiredService<BackfillRunner>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Invocations>>()));
        return settings;
    }

    internal static ScannerSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Triggers.Connection);
        var storage = new InstallationSettings();
        section.Bind(storage);
        storage.ConnectionString ??= section.Value;
        storage.Data = Path.GetFullPath(configuration["data"] ?? storage.Data, Directory.GetCurrentDirectory());
        var scanning = new ScanningOptions();
        configuration.GetSection("Scanning").Bind(scanning);
        if (configuration[Triggers.ContainerSetting] is { } watched && !scanning.Containers.Contains(watched))
            scanning.Containers.Add(watched);
        if (scanning.Containers.Count == 0)
            scanning.Containers.Add("uploads");
        var models = new ModelSettings();
        configuration.GetSection("Models").Bind(models);
        return new ScannerSettings(storage, scanning, models);
    }
}
