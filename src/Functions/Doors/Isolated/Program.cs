using Microsoft.Azure.Functions.Worker.Builder;
using StayPositive.Functions.Wiring;

ReturnedAllocations.Enable();
var builder = FunctionsApplication.CreateBuilder(args);
ScannerSettings settings;
try
{
    settings = builder.AddScanner();
}
catch (InvalidOperationException wrong)
{
    Console.Error.WriteLine($"Settings: {wrong.Message}");
    return 2;
}

var app = builder.Build();
await app.Services.PrepareAsync(settings.Storage, settings.Scanning, CancellationToken.None);
await app.RunAsync();
return 0;
