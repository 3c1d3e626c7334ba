using StayPositive.Functions.Doors;
using StayPositive.Functions.Scanning;
using StayPositive.Functions.Web;
using StayPositive.Functions.Wiring;
using StayPositive.Storage.Installations;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var settings = new InstallationSettings();
builder.Configuration.GetSection("Storage").Bind(settings);
settings.Data = Path.GetFullPath(builder.Configuration["data"] ?? settings.Data, Directory.GetCurrentDirectory());
var scanning = new ScanningOptions();
builder.Configuration.GetSection("Scanning").Bind(scanning);
if (scanning.Containers.Count == 0)
    scanning.Containers.Add("uploads");
Door door;
WebOptions web;
bool isLocal;
try
{
    door = Door.Of(builder.Configuration);
    scanning.Check(InstallationSettings.SystemContainers);
    builder.Services.AddStorage(settings);
    web = builder.Services.AddWeb(builder.Configuration);
    isLocal = builder.Services.AddTokens(builder.Configuration, door.Urls);
}
catch (InvalidOperationException wrong)
{
    Console.Error.WriteLine($"Settings: {wrong.Message}");
    return 2;
}

builder.WebHost.UseUrls(door.Urls);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = door.IsHost ? null : web.MaxBodyKilobytes * 1000L);
builder.Services.AddScanning(scanning);
if (door.HasTrigger)
    builder.Services.AddHostedService<SweepService>();
if (door.HasWeb && builder.Configuration["AllowedHosts"] is null)
    builder.Services.AddHostFiltering(options => (options.AllowedHosts, options.IncludeFailureMessage) = ([.. door.Hosts], false));

var app = builder.Build();
await app.Services.PrepareAsync(settings, scanning, CancellationToken.None);
if (door.IsHost)
    app.MapCustomHandler();
if (door.HasWeb)
{
    app.UseWeb();
    app.MapApi();
    if (isLocal)
        app.Logger.OneTimeToken(OneTimeToken.Value);
}

if (door.HasTrigger && !settings.IsAzure)
    foreach (var container in scanning.Containers)
        app.Logger.Listening(settings.Data, container);
await app.RunAsync();
return 0;
