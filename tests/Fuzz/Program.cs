// Mutations of sound images, a corpus of hostile ones, and a soak of the scanner.
// dotnet run -c Release --project tests/Fuzz -- --mutations 100000 --seed 1
// dotnet run -c Release --project tests/Fuzz -- corpus
// dotnet run -c Release --project tests/Fuzz -- soak --scans 10000
using StayPositive.Fuzz;

return await FuzzCommand.Create().Parse(args).InvokeAsync();
