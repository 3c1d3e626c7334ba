using StayPositive.Storage.Backfills;
using StayPositive.Storage.Installations;

namespace StayPositive.Functions.Backfills;

/// <summary>Backfills behind every door.</summary>
internal static class BackfillWiring
{
    /// <exception cref="InvalidOperationException">A setting is outside its limits; the message names it.</exception>
    public static IServiceCollection AddBackfills(this IServiceCollection services, IConfiguration configuration)
    {
        var options = new BackfillOptions();
        configuration.GetSection("Backfills").Bind(options);
        options.Check();
        return services.AddSingleton(options)
            .AddSingleton(provider => new BackfillStore(provider.GetRequiredService<Installation>().Results, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<BackfillRunner>();
    }
}
