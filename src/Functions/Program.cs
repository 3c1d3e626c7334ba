using StayPositive.Functions.Backfills;
using StayPositive.Functions.Doors;
using StayPositive.Functions.Web;
using StayPositive.Functions.Web.Review;
using StayPositive.Functions.Wiring;

ReturnedAllocations.Enable();
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
catch (Exception fault) when (StartFault.Sentence(fault, ScannerWiring.Read(builder.Configuration).Storage.Data, "") is { } sentence)
{
    Console.Error.WriteLine(sentence);
    return StartFault.Code;
}

builder.Services.AddSingleton(door);
builder.WebHost.UseUrls(door.Urls);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = door.IsHost ? null : web.MaxBodyKilobytes * 1000L);
if (door.HasTrigger)
    builder.Services.AddHostedService<SweepService>().AddHostedService<RequestService>().AddHostedService<BackfillService>();
if (door.HasWeb && builder.Configuration["AllowedHosts"] is null)
    builder.Services.AddHostFiltering(options => (options.AllowedHosts, options.IncludeFailureMessage) = ([.. door.Hosts], false));

builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical); // why it did not start is said below

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
catch (Exception fault) when (StartFault.Sentence(fault, settings.Storage.Data, door.Urls) is { } sentence)
{
    Console.Error.WriteLine(sentence);
    return StartFault.Code;
}

if (door.IsHost)
    app.MapCustomHandler();
if (door.HasWeb)
{
    app.UseWeb();
    app.MapApi();
    app.MapReview();
    app.MapRoot();
    if (isLocal)
    {
        app.Logger.OneTimeToken(OneTimeToken.Value);
        var url = door.Urls.Split(';')[0].TrimEnd('/');
        app.Logger.ReviewPage(url, OneTimeToken.Value);
    }
}

if (door.HasTrigger && !settings.Storage.IsAzure)
    foreach (var container in settings.Scanning.Containers)
        app.Logger.Listening(settings.Storage.Data, container);
try
{
    await app.RunAsync();
    return 0;
}
catch (Exception fault) when (StartFault.Sentence(fault, settings.Storage.Data, door.Urls) is { } sentence)
{
    Console.Error.WriteLine(sentence);
    return StartFault.Code;
}
