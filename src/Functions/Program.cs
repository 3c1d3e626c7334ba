using StayPositive.Functions.Backfills;
using StayPositive.Functions.Doors;
using StayPositive.Functions.Web;
using StayPositive.Functions.Web.Review;
using StayPositive.Functions.Wiring;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
ScannerSettings settings;
Door door;
WebOptions web;
bool isLocal;
try
{
    door = Door.Of(builder.Configuration);
    settings = builder.AddScanner();
    web = builder.Services.AddWeb(builder.Configuration);
    isLocal = builder.Services.AddTokens(builder.Configuration, door.Urls);
}
catch (InvalidOperationException wrong)
{
    Console.Error.WriteLine($"Settings: {wrong.Message}");
    return 2;
}

builder.Services.AddSingleton(door);
builder.WebHost.UseUrls(door.Urls);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = door.IsHost ? null : web.MaxBodyKilobytes * 1000L);
if (door.HasTrigger)
    builder.Services.AddHostedService<SweepService>().AddHostedService<RequestService>().AddHostedService<BackfillService>();
if (door.HasWeb && builder.Configuration["AllowedHosts"] is null)
    builder.Services.AddHostFiltering(options => (options.AllowedHosts, options.IncludeFailureMessage) = ([.. door.Hosts], false));

var app = builder.Build();
try
{
    await app.Services.PrepareAsync(settings.Storage, settings.Scanning, CancellationToken.None);
}
catch (InvalidOperationException wrong)
{
    Console.Error.WriteLine($"Settings: {wrong.Message}");
    return 2;
}

if (door.IsHost)
    app.MapCustomHandler();
if (door.HasWeb)
{
    app.UseWeb();
    app.MapApi();
    app.MapReview();
    if (isLocal)
    {
        app.Logger.OneTimeToken(OneTimeToken.Value);
        app.Logger.ReviewPage(door.Urls.Split(';')[0].TrimEnd('/'), OneTimeToken.Value);
    }
}

if (door.HasTrigger && !settings.Storage.IsAzure)
    foreach (var container in settings.Scanning.Containers)
        app.Logger.Listening(settings.Storage.Data, container);
await app.RunAsync();
return 0;
