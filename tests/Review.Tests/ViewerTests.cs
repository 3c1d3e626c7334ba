using Microsoft.Playwright;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;
using StayPositive.Storage.Keys;

namespace StayPositive.Review.Tests;

/// <summary>The picture itself: single pixels, where they are, and what is drawn on them. On images in which each pixel says where it is.</summary>
public sealed class ViewerTests(Browsers browsers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pixel_of_the_image_is_a_pixel_of_the_screen_and_moves_and_grows_with_the_picture()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hash = (await world.UploadAsync(("map.png", Painted.Map(2400, 1500))))[0]; // wider than its preview
        var page = await world.OpenAsync($"#/item/uploads/{hash}");
        await page.WaitForSelectorAsync(".scale .bar");
        await page.Keyboard.PressAsync("9");
        await Assertions.Expect(page.Locator(".level")).ToHaveTextAsync("100%");
        await IsExactAsync(page);
        var (x, y) = await PlaceAsync(page, 100, 100);

        var box = (await page.Locator(".viewer").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 400, box.Y + 300);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 250, box.Y + 210, new() { Steps = 6 });
        await page.Mouse.UpAsync();
        await IsExactAsync(page);
        Assert.Equal((x + 150, y + 90), await PlaceAsync(page, 100, 100));
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.PressAsync("ArrowDown");
        await IsExactAsync(page);
        Assert.Equal((x + 110, y + 130), await PlaceAsync(page, 100, 100));

        // The wheel keeps what is under the pointer.
        var under = await PlaceAsync(page, 300, 200);
        await page.Mouse.MoveAsync(MathF.Round(box.X) + 300.5f, MathF.Round(box.Y) + 200.5f);
        await page.Mouse.WheelAsync(0, -500);
        await Assertions.Expect(page.Locator(".level")).Not.ToHaveTextAsync("100%");
        var then = await PlaceAsync(page, 300, 200);
        Assert.InRange(Math.Max(Math.Abs(then.X - under.X), Math.Abs(then.Y - under.Y)), 0, 1);

        // As near as it goes, each pixel is a square of 24 x 24, without a shade between two.
        for (var n = 0; n < 16; n++)
            await page.Keyboard.PressAsync("+");
        await Assertions.Expect(page.Locator(".level")).ToHaveTextAsync("2400%");
        await ReviewWorld.UntilAsync(async () => (await RunsAsync(page)) is { Length: > 5 } runs && runs.All(run => run == 24), "each pixel is a square of its own");

        await page.Keyboard.PressAsync("0");
        await Assertions.Expect(page.Locator(".level")).ToHaveTextAsync($"{Math.Round(100 * Math.Min(box.Width / 2400, box.Height / 1500))}%");
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 4)]
    [InlineData(2, 2)]
    public async Task What_the_brush_marks_is_what_lies_under_it_in_a_picture_that_is_turned(int density, int zooms)
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hash = (await world.UploadAsync(("turned.png", Painted.Map(600, 400, orientation: 6))))[0];
        var facts = await world.GetAsync($"/api/review/facts/uploads/{hash}");
        Assert.Equal((6, 400, 600), (facts.GetProperty("exifOrientation").GetInt32(), facts.GetProperty("width").GetInt32(), facts.GetProperty("height").GetInt32()));
        var page = await world.OpenAsync($"#/item/uploads/{hash}", new() { ViewportSize = new() { Width = 1280, Height = 900 }, DeviceScaleFactor = density });
        await page.WaitForSelectorAsync(".scale .bar");
        await page.Keyboard.PressAsync("9");
        for (var n = 0; n < zooms; n++)
            await page.Keyboard.PressAsync("+");
        await page.Keyboard.PressAsync("b");
        var zoom = Math.Pow(1.25, zooms); // screen pixels a pixel of the image
        var (box, at) = ((await page.Locator(".viewer").BoundingBoxAsync())!, (X: 310, Y: 205));
        (int X, int Y) stored = default;
        await ReviewWorld.UntilAsync(
            async () =>
            {
                stored = await PlaceAsync(page, density * at.X, density * at.Y);
                for (var n = -4; n <= 4; n++)
                {
                    var (x, y) = await PlaceAsync(page, density * at.X + Math.Round(2 * n * zoom), density * at.Y);
                    if (x != stored.X || Math.Abs(stored.Y - 2 * n - y) > 1) // to the right is up in the file
                        return false;
                }

                return true;
            },
            "the pixels are the image's own");
        await page.Mouse.ClickAsync(box.X + at.X, box.Y + at.Y);
        await page.Keyboard.PressAsync("i");
        await page.WaitForSelectorAsync(".view-queue");

        var label = Assert.Single(await world.Installation.Labels.ReadAsync(world.Scope, ContentHash.Parse(hash), Cancellation));
        var png = await world.Installation.Masks.ReadAsync(world.Scope, ContentHash.Parse(hash), ContentHash.Parse(label.Mask!), Cancellation);
        using var drawn = ImageDecoder.Decode(png!.Value, new DecodeLimits()).Image!;
        Assert.Equal((400, 600), (drawn.Width, drawn.Height));
        var mask = EditMask.FromImage(drawn);
        var (centre, radius) = ((X: 399 - stored.Y, Y: stored.X), 24 * density / zoom);
        for (var y = 0; y < mask.Height; y++)
            for (var x = 0; x < mask.Width; x++)
            {
                var far = Math.Sqrt(Math.Pow(x - centre.X, 2) + Math.Pow(y - centre.Y, 2));
                if (far < radius - 1.5 || far > radius + 1.5)
                    Assert.True(mask.Edited[y * mask.Width + x] == far < radius, $"({x}, {y}) is {far:F1} pixels from the pointer; the brush reaches {radius:F1}.");
            }

        // The mask of an earlier decision comes back as it was drawn.
        await world.GoAsync(page, $"#/item/uploads/{hash}");
        await page.Locator("button:has-text('Show its mask')").ClickAsync();
        await page.WaitForTimeoutAsync(200);
        await page.Keyboard.PressAsync("i");
        await page.WaitForSelectorAsync(".view-queue");
        var again = (await world.Installation.Labels.ReadAsync(world.Scope, ContentHash.Parse(hash), Cancellation))[^1];
        Assert.Equal((2, label.Mask), (again.Number, again.Mask));
    }

    /// <summary>Until neighbours on the screen are neighbours in the image.</summary>
    private static Task IsExactAsync(IPage page) => ReviewWorld.UntilAsync(
        async () =>
        {
            var (x, y) = await PlaceAsync(page, 100, 100);
            foreach (var (right, down) in new[] { (1, 0), (0, 1), (300, 200), (7, 300) })
                if (await PlaceAsync(page, 100 + right, 100 + down) != (x + right, y + down))
                    return false;
            return true;
        },
        "the pixels are the image's own");

    /// <summary>What place of the image a pixel of the canvas shows.</summary>
    private static async Task<(int X, int Y)> PlaceAsync(IPage page, double x, double y)
    {
        var colour = await page.EvaluateAsync<int[]>("([x, y]) => Array.from(document.querySelector('.viewer canvas.private').getContext('2d').getImageData(x, y, 1, 1).data)", new[] { x, y });
        return Painted.Place(colour[0], colour[1], colour[2]);
    }

    /// <summary>Lengths of the runs of one colour in a row of the canvas, without the two at the edges.</summary>
    private static async Task<int[]> RunsAsync(IPage page) => await page.EvaluateAsync<int[]>(
        """
        () => {
          const canvas = document.querySelector('.viewer canvas.private');
          const row = new Uint32Array(canvas.getContext('2d').getImageData(0, 200, canvas.width, 1).data.buffer);
          const runs = [];
          for (let from = 0, to = 1; to <= row.length; to++) if (to === row.length || row[to] !== row[from]) { runs.push(to - from); from = to; }
          return runs.slice(1, -1);
        }
        """);
}
