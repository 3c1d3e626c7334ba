using System.CommandLine;
using StayPositive.RetrainJob;
using StayPositive.RetrainJob.Cards;
using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Heads;
using StayPositive.RetrainJob.Importing;
using StayPositive.RetrainJob.Pairs;
using StayPositive.RetrainJob.Refits;
using StayPositive.RetrainJob.Training;

ReusedAllocations.Enable();
var root = new RootCommand("Stay Positive: trains backbones, fits non-negative heads, and publishes model packages.")
{
    AlignedFakesCommand.Create(),
    RerenderCommand.Create(),
    TrainBackboneCommand.Create(),
    FitHeadCommand.Create(),
    CardCommand.Create(),
    ImportCommand.Create(),
    FitImportedCommand.Create(),
    CompactCommand.Create(),
    GoldenCommand.Create(),
    RefitCommand.Create(),
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
