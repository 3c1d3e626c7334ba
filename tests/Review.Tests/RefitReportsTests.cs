using System.Globalization;
using System.Text.Json;
using StayPositive.EndToEnd.Tests;
using StayPositive.Functions.Web.Review;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Objects;

namespace StayPositive.Review.Tests;

/// <summary>The refits on the dashboard.</summary>
public sealed class RefitReportsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_newest_are_shown_wherever_their_names_stand_among_the_others()
    {
        using var data = new DataFolder();
        var installation = new Installation(new InstallationSettings { Data = data.Path }, TimeProvider.System);
        for (var n = 0; n < 250; n++)
            await WriteAsync(n, DateTimeOffset.UnixEpoch.AddDays(n));
        await installation.Models.WriteAsync(new ObjectKey("reports/damaged/report.json"), "{"u8.ToArray(), WriteCondition.None, Cancellation);
        var reports = new RefitReports(installation);
        Assert.Equal(Enumerable.Range(240, 10).Reverse().Select(Name), (await reports.NewestAsync(Cancellation)).Select(line => line.Version));

        await WriteAsync(7, DateTimeOffset.UnixEpoch.AddDays(999)); // written anew
        Assert.Equal(Name(7), (await reports.NewestAsync(Cancellation))[0].Version);

        static string Name(int n) => "v" + n.ToString("D3", CultureInfo.InvariantCulture);

        Task WriteAsync(int n, DateTimeOffset at) => installation.Models.WriteAsync(
            new ObjectKey($"reports/{Name(n)}/report.json"), JsonSerializer.SerializeToUtf8Bytes(new { version = Name(n), champion = "c", madeAt = at, passed = true, gates = Array.Empty<object>() }), WriteCondition.None, Cancellation);
    }
}
