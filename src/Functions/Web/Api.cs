using StayPositive.Functions.Web.Backfills;
using StayPositive.Functions.Web.Health;
using StayPositive.Functions.Web.HeatMaps;
using StayPositive.Functions.Web.Measurements;
using StayPositive.Functions.Web.Notes;
using StayPositive.Functions.Web.Policies;
using StayPositive.Functions.Web.ScanRequests;
using StayPositive.Functions.Web.Scans;
using StayPositive.Functions.Web.States;

namespace StayPositive.Functions.Web;

/// <summary>The HTTP API (docs/api.md). Tokens are validated by the app; headers that a front end sets (<c>X-MS-*</c>) are ignored.</summary>
internal static class Api
{
    public static void MapApi(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<WebOptions>();
        var api = app.MapGroup("/api");
        api.MapHealth();
        api.MapStates();
        api.MapMeasurements();
        api.MapHeatMaps();
        api.MapPolicies();
        api.MapScanRequests();
        api.MapScans(limits);
        api.MapBackfills();
        api.MapNotes();
        app.MapOpenApi("/api/openapi.json").AllowAnonymous();
    }
}
