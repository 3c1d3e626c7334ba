using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using StayPositive.Functions.Backfills;
using StayPositive.Functions.Telemetry;

namespace StayPositive.Functions.Wiring;

/// <summary>Spans and metrics go to who is configured; without a configuration nothing leaves the process.</summary>
internal static class TelemetryWiring
{
    private const string Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string AzureMonitor = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it.</exception>
    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var (otlp, azure) = (!string.IsNullOrEmpty(configuration[Otlp]), configuration[AzureMonitor]);
        if (!otlp && string.IsNullOrEmpty(azure))
            return;
        var identity = Identity(configuration);
        void Azure(AzureMonitorExporterOptions options) => (options.ConnectionString, options.Credential) = (azure, identity);
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("staypositive"))
            .WithTracing(traces =>
            {
                traces.AddSource(ScanMetrics.Name);
                if (otlp)
                    traces.AddOtlpExporter();
                if (!string.IsNullOrEmpty(azure))
                    traces.AddAzureMonitorTraceExporter(Azure);
            })
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(ScanMetrics.Name, BackfillMetrics.MeterName);
                if (otlp)
                    metrics.AddOtlpExporter();
                if (!string.IsNullOrEmpty(azure))
                    metrics.AddAzureMonitorMetricExporter(Azure);
            });
    }

    /// <summary>Who tells Application Insights: the text that the Functions host reads, too (<c>ClientId=...;Authorization=AAD</c>). Null = the connection string is enough, which it is not where local authentication is off.</summary>
    internal static TokenCredential? Identity(IConfiguration configuration)
    {
        if (configuration[Authentication] is not { Length: > 0 } text)
            return null;
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).ToLookup(part => part[0], part => part[^1], StringComparer.OrdinalIgnoreCase);
        if (!parts["Authorization"].Contains("AAD", StringComparer.OrdinalIgnoreCase))
            throw new InvalidOperationException($"{Authentication} is '{text}'; it must be Authorization=AAD, or ClientId=...;Authorization=AAD.");
        return new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = parts["ClientId"].FirstOrDefault() });
    }
}
