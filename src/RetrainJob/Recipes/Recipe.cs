using System.Text.Json;

namespace StayPositive.RetrainJob.Recipes;

/// <summary>Everything that decides what the trained model is: one file, copied into the package's manifest.</summary>
internal sealed record Recipe
{
    /// <summary>Seed of all chance: initial weights, crops, augmentations, order.</summary>
    public required int Seed { get; init; }

    public required PhotoRecipe Photos { get; init; }

    public required PairRecipe Pairs { get; init; }

    public required IReadOnlyList<FamilyRecipe> Families { get; init; }

    public required AutoencoderRecipe Autoencoder { get; init; }

    public required BackboneRecipe Backbone { get; init; }

    public required HeadRecipe Head { get; init; }

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Reads a recipe; an unknown or missing setting is an error that names it.</summary>
    /// <exception cref="JsonException">The file is not a recipe.</exception>
    public static Recipe Load(string path) =>
        JsonSerializer.Deserialize<Recipe>(File.ReadAllBytes(path), Options) ?? throw new JsonException($"{path} is empty.");

    /// <summary>The recipe as it goes into a manifest.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, Options);
}
