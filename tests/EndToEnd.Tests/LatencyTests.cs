using System.Diagnostics;
using StayPositive.Storage.Uploads;

namespace StayPositive.EndToEnd.Tests;

/// <summary>How long an image that is dropped into the folder waits for its state: the second for which it must rest, the pause of the sweep, the scan.</summary>
public sealed class LatencyTests
{
    private const int Images = 15;
    private const double MostSeconds = 10; // of the median, on a machine that does other work, too

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_of_one_megapixel_has_its_state_seconds_after_it_was_dropped()
    {
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(data.Path);
        await app.AnswersAsync("/api/ready", Cancellation);
        await DropAsync(data, app, "first.jpg", Photo.Jpeg(1000, 1000, 100));

        var seconds = new List<double>();
        var before = app.ProcessorSeconds;
        for (var n = 0; n < Images; n++)
        {
            seconds.Add(await DropAsync(data, app, $"{n:D2}.jpg", Photo.Jpeg(1000, 1000, n)));
            await Task.Delay(40 * n, Cancellation); // at another moment of the pause each time
        }

        seconds.Sort();
        var figures = $"{Images} images of 1 MP, one after the other: {seconds[0]:F2} .. {seconds[Images / 2]:F2} (median) .. {seconds[^1]:F2} s from the drop to the state, {seconds.Count(wait => wait <= 2)} within 2 s; {(app.ProcessorSeconds - before) / Images:F2} s of processor each";
        TestContext.Current.TestOutputHelper!.WriteLine(figures);
        TestContext.Current.SendDiagnosticMessage("{0}", figures);
        Assert.InRange(seconds[Images / 2], 1, MostSeconds); // never before it has rested
    }

    private static async Task<double> DropAsync(DataFolder data, AppProcess app, string name, byte[] content)
    {
        var watch = Stopwatch.StartNew();
        data.Upload(name, content, rested: false);
        var upload = (await data.Uploads.FindAsync(new UploadName(DataFolder.Container, name), Cancellation))!;
        for (; await data.StateAsync(upload, Cancellation) is null; await Task.Delay(10, Cancellation))
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), app.Log);
        return watch.Elapsed.TotalSeconds;
    }
}
