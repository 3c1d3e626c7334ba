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

    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var (otlp, azure) = (!string.IsNullOrEmpty(configuration[Otlp]), configuration[AzureMonitor]);
        if (!otlp && string.IsNullOrEmpty(azure))
            return;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("staypositive"))
            .WithTracing(traces =>
            {
                traces.AddSource(ScanMetrics.Name);
                if (otlp)
                    traces.AddOtlpExporter();
                if (!string.IsNullOrEmpty(azure))
                    traces.AddAzureMonitorTraceExporter(options => options.ConnectionString = azure);
            })
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(ScanMetrics.Name, BackfillMetrics.MeterName);
                if (otlp)
                    metrics.AddOtlpExporter();
                if (!string.IsNullOrEmpty(azure))
                    metrics.AddAzureMonitorMetricExporter(options => options.ConnectionString = azure);
            });
    }
}
