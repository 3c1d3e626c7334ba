using StayPositive.Functions.Scanning;
using StayPositive.Functions.Telemetry;

namespace StayPositive.Functions.Wiring;

/// <summary>The flow from a request to a state.</summary>
internal static class ScanningWiring
{
    public static IServiceCollection AddScanning(this IServiceCollection services, ScanningOptions options) => services
        .AddSingleton(options)
        .AddSingleton(new MemoryBudget(options.MemoryMegabytes * MemoryBudget.ScanShare))
        .AddMetrics().AddSingleton<ScanMetrics>()
        .AddSingleton<AccountTraits>().AddSingleton<PrefixPolicies>().AddSingleton<AuditRates>().AddSingleton<Poison>().AddSingleton<Effects>().AddSingleton<Rulings>().AddSingleton<Shadow>()
        .AddSingleton<KnownContents>().AddSingleton<ContentScanner>().AddSingleton<UploadJudge>().AddSingleton<ScanFlow>().AddSingleton<Sweep>();
}
