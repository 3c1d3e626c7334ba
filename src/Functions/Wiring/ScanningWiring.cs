using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Wiring;

/// <summary>The flow from a request to a state.</summary>
internal static class ScanningWiring
{
    public static IServiceCollection AddScanning(this IServiceCollection services, ScanningOptions options) => services
        .AddSingleton(options)
        .AddSingleton(new MemoryBudget(options.MemoryMegabytes * MemoryBudget.ScanShare))
        .AddSingleton<Effects>().AddSingleton<Rulings>().AddSingleton<Shadow>().AddSingleton<ScanFlow>().AddSingleton<Sweep>();
}
