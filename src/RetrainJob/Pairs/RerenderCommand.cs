using System.CommandLine;
using NetVips;
using StayPositive.RetrainJob.Photos;
using StayPositive.RetrainJob.Recipes;

namespace StayPositive.RetrainJob.Pairs;

/// <summary>Verb <c>rerender</c>: re-renders one photo, whole or inside a rectangle, with a family of the recipe. Made the edited samples.</summary>
internal static class RerenderCommand
{
    private const int Multiple = 8;

    private static readonly Argument<string> Input = new("input") { Description = "A photo." };
    private static readonly Argument<string> Output = new("output") { Description = "JPEG (quality 95, 4:4:4), PNG or WebP to write, by suffix." };
    private static readonly Option<string> Family = new("--family") { Description = "Family of the recipe.", Required = true };
    private static readonly Option<int[]> Box = new("--box")
    {
        Description = "Left, top, width, height in pixels of the part to re-render (default: everything).",
        Arity = new ArgumentArity(4, 4),
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<double> Shrink = new("--shrink") { Description = "Shrink the photo by this factor first.", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> Plain = new("--plain") { Description = "Re-render nothing: write the (shrunk, cut) photo itself, encoded as its edits are." };

    public static Command Create()
    {
        var command = new Command("rerender", "Re-render a photo, or a part of it, with a decoder family. Sides are cut to multiples of 8.")
        {
            Input, Output, Family, Box, Shrink, Plain, CommonOptions.Recipe, CommonOptions.Photos, CommonOptions.Work,
        };
        command.SetAction(parsed =>
        {
            var recipe = Recipe.Load(parsed.GetRequiredValue(CommonOptions.Recipe));
            var name = parsed.GetRequiredValue(Family);
            if (recipe.Families.FirstOrDefault(family => family.Name == name) is not { } family)
            {
                Console.Error.WriteLine($"The recipe has no family '{name}'; it has {string.Join(", ", recipe.Families.Select(f => f.Name))}.");
                return 2;
            }

            using var photo = Read(parsed.GetRequiredValue(Input), parsed.GetValue(Shrink));
            var work = parsed.GetRequiredValue(CommonOptions.Work);
            var edited = parsed.GetValue(Plain)
                ? photo.WriteToMemory<byte>()
                : Edit(photo, family, recipe, work, Path.Combine(parsed.GetRequiredValue(CommonOptions.Photos), "autoencoder"), parsed.GetValue(Box) ?? []);
            Write(edited, photo.Width, photo.Height, parsed.GetRequiredValue(Output));
            return 0;
        });
        return command;
    }

    private static byte[] Edit(Image photo, FamilyRecipe family, Recipe recipe, string work, string taef2, int[] box)
    {
        using var store = PieceStore.Open(Path.Combine(work, "pieces"));
        using var renderer = FamilyRenderer.Prepare(family, recipe, store, work, taef2, (_, _) => { });
        var pixels = photo.WriteToMemory<byte>();
        var rendered = renderer.Render(photo.Width, photo.Height, pixels);
        if (box is not [var left, var top, var width, var height])
            return rendered;

        for (var y = Math.Max(0, top); y < Math.Min(photo.Height, top + height); y++)
        {
            var from = (y * photo.Width + Math.Max(0, left)) * 3;
            var count = (Math.Min(photo.Width, left + width) - Math.Max(0, left)) * 3;
            rendered.AsSpan(from, count).CopyTo(pixels.AsSpan(from));
        }

        return pixels;
    }

    private static Image Read(string path, double shrink)
    {
        using var rgb = PhotoPixels.Open(File.ReadAllBytes(path));
        using var small = shrink == 1 ? rgb.Copy() : rgb.Resize(shrink);
        return small.Crop(0, 0, small.Width / Multiple * Multiple, small.Height / Multiple * Multiple).CopyMemory();
    }

    private static void Write(byte[] pixels, int width, int height, string path)
    {
        using var image = Image.NewFromMemory(pixels, width, height, 3, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        if (Path.GetExtension(path).Equals(".jpg", StringComparison.OrdinalIgnoreCase))
            image.Jpegsave(path, q: 95, subsampleMode: Enums.ForeignSubsample.Off);
        else
            image.WriteToFile(path);
    }
}
