using System.CommandLine;
using Spectre.Console;
using StayPositive.RetrainJob.Photos;
using StayPositive.RetrainJob.Recipes;

namespace StayPositive.RetrainJob.Pairs;

/// <summary>Verb <c>aligned-fakes</c>: splits the photos, cuts pieces, trains the small autoencoders and re-renders every piece with every family.</summary>
internal static class AlignedFakesCommand
{
    public static Command Create()
    {
        var only = new Option<string[]>("--only") { Description = "Families to prepare, by name (default: all)." };
        var command = new Command("aligned-fakes", "Split the photos, cut pieces, and re-render them with every decoder family. Resumable.")
        {
            CommonOptions.Recipe, CommonOptions.Photos, CommonOptions.Work, only,
        };
        command.SetAction(parsed =>
        {
            var recipe = Recipe.Load(parsed.GetRequiredValue(CommonOptions.Recipe));
            var photos = parsed.GetRequiredValue(CommonOptions.Photos);
            var work = parsed.GetRequiredValue(CommonOptions.Work);
            Run(recipe, photos, work, parsed.GetValue(only) ?? []);
            return 0;
        });
        return command;
    }

    internal static void Run(Recipe recipe, string root, string work, string[] only)
    {
        using var store = OpenOrCut(recipe, root, work);
        foreach (var family in recipe.Families.Where(family => only.Length == 0 || only.Contains(family.Name)))
        {
            if (store.IsComplete(family.Name))
                continue;

            Progress.Run($"train {family.Name}", recipe.Autoencoder.Steps, training =>
            {
                using var renderer = FamilyRenderer.Prepare(
                    family, recipe, store, work, Path.Combine(root, "autoencoder"), (step, error) => training.Advance(1, $"mean error {error:F4}"));
                Progress.Run($"render {family.Name}", store.Rendered.Count(), rendering => store.Render(
                    family.Name,
                    (piece, pixels) => renderer.Render(piece.Width, piece.Height, pixels),
                    _ => rendering.Advance(1)));
            });
        }
    }

    private static PieceStore OpenOrCut(Recipe recipe, string root, string work)
    {
        var folder = Path.Combine(work, "pieces");
        if (PieceStore.Exists(folder))
            return PieceStore.Open(folder);

        var photos = PhotoSet.Load(root, recipe.Photos);
        AnsiConsole.MarkupLineInterpolated(
            $"{photos.Count} photos: {string.Join(", ", photos.GroupBy(photo => photo.Split).OrderBy(group => group.Key).Select(group => $"{group.Key} {group.Count()}"))}");
        var store = PieceStore.Create(folder, new PieceCutter(recipe.Pairs, recipe.Seed).Cut(photos));
        AnsiConsole.MarkupLineInterpolated($"{store.Rendered.Count()} pieces to re-render, {store.Pieces.Count(piece => piece.Native)} native");
        return store;
    }
}
