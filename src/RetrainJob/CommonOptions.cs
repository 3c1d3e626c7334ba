using System.CommandLine;

namespace StayPositive.RetrainJob;

/// <summary>Options that several verbs share.</summary>
internal static class CommonOptions
{
    public static Option<string> Recipe { get; } = new("--recipe")
    {
        Description = "Recipe file.",
        DefaultValueFactory = _ => Path.Combine("models", "recipes", "starter.json"),
    };

    public static Option<string> Photos { get; } = new("--photos")
    {
        Description = "Data folder: real photos in the recipe's folders below it, the TAEF2 checkpoints in autoencoder/.",
        DefaultValueFactory = _ => Path.Combine("..", "shared", "data"),
    };

    public static Option<string> Work { get; } = new("--work")
    {
        Description = "Folder for pieces, weights and checkpoints (a few GB; may be deleted).",
        DefaultValueFactory = _ => "data",
    };
}
