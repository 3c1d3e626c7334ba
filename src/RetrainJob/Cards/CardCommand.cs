using System.CommandLine;
using StayPositive.RetrainJob.Pairs;
using StayPositive.RetrainJob.Photos;
using StayPositive.RetrainJob.Recipes;

namespace StayPositive.RetrainJob.Cards;

/// <summary>Verb <c>card</c>: prints every table of the model card.</summary>
internal static class CardCommand
{
    private static readonly Option<string> Model = new("--model") { Description = "Package folder.", DefaultValueFactory = _ => Path.Combine("models", "starter") };

    private static readonly Option<string> PhotoLike = new("--photo-like")
    {
        Description = "List of the photo-like subjects of the Midjourney set.",
        DefaultValueFactory = _ => Path.Combine("docs", "evaluation", "midjourney-photo-like.txt"),
    };

    private static readonly Option<int> Max = new("--max")
    {
        Description = "Photos and pictures per set, at most: for a quick look.",
        DefaultValueFactory = _ => int.MaxValue,
    };

    public static Command Create()
    {
        var command = new Command("card", "Print the model card's tables (Markdown) for a package: test photos, held-out family, unseen generators, inpaintings.")
        {
            Model, PhotoLike, Max, CommonOptions.Recipe, CommonOptions.Photos, CommonOptions.Work,
        };
        command.SetAction(parsed =>
        {
            var recipe = Recipe.Load(parsed.GetRequiredValue(CommonOptions.Recipe));
            var root = parsed.GetRequiredValue(CommonOptions.Photos);
            var max = parsed.GetValue(Max);
            using var store = PieceStore.Open(Path.Combine(parsed.GetRequiredValue(CommonOptions.Work), "pieces"));
            using var scorer = new CardScorer(parsed.GetRequiredValue(Model));
            var test = PhotoSet.Load(root, recipe.Photos).Where(photo => photo.Split == Split.Test).Take(max).ToArray();
            var card = new CardWriter();
            var rerendered = new RerenderedSection(scorer, store, recipe, max);
            rerendered.Whole(card);
            rerendered.Masked(card);
            new RealPhotosSection(scorer, test, recipe.Seed).Run(card);
            new UnseenGeneratorsSection(scorer, test, root, parsed.GetRequiredValue(PhotoLike), max).Run(card);
            new InpaintingSection(scorer, root, max).Run(card);
            Console.Out.Write(card.ToString());
            return 0;
        });
        return command;
    }
}
