using System.CommandLine;
using StayPositive.RetrainJob.Pairs;
using StayPositive.RetrainJob.Recipes;
using TorchSharp;

namespace StayPositive.RetrainJob.Training;

/// <summary>Verb <c>train-backbone</c>.</summary>
internal static class TrainBackboneCommand
{
    private static readonly Option<int> Threads = new("--threads") { Description = "Threads of the tensor library.", DefaultValueFactory = _ => Environment.ProcessorCount };

    public static Command Create()
    {
        var command = new Command("train-backbone", "Train the backbone on the aligned pairs. Resumable: Ctrl+C writes a checkpoint; the same command goes on.")
        {
            CommonOptions.Recipe, CommonOptions.Work, Threads,
        };
        command.SetAction((parsed, cancellation) =>
        {
            torch.set_num_threads(parsed.GetValue(Threads));
            var recipe = Recipe.Load(parsed.GetRequiredValue(CommonOptions.Recipe));
            var work = parsed.GetRequiredValue(CommonOptions.Work);
            using var store = PieceStore.Open(Path.Combine(work, "pieces"));
            using var training = new BackboneTraining(recipe, store, work);
            training.Run(cancellation);
            return Task.FromResult(cancellation.IsCancellationRequested ? 130 : 0);
        });
        return command;
    }
}
