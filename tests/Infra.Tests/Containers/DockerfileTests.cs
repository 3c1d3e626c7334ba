using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using StayPositive.Tests;

namespace StayPositive.Infra.Tests.Containers;

/// <summary>Images cannot be built where these tests run: the commands of the Dockerfiles are run outside a container.</summary>
public sealed partial class DockerfileTests : IDisposable
{
    private const string Scanner = "src/Functions/Dockerfile";
    private const string Web = "src/Functions/Dockerfile.web";
    private const string Job = "src/RetrainJob/Dockerfile";

    private readonly string folder = Directory.CreateTempSubdirectory("image-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Scanner)]
    [InlineData(Web)]
    [InlineData(Job)]
    public void An_image_is_pinned_unprivileged_and_says_whether_it_is_healthy(string path)
    {
        var file = new Dockerfile(path);
        Assert.All(file.Bases, image => Assert.Matches(Pinned(), image));
        Assert.InRange(int.Parse(file.User), 1000, 65535);
        Assert.NotEmpty(file.Health);
        Assert.NotEmpty(file.Start);
        Assert.DoesNotContain("ADD", file.Instructions);
        var order = file.Instructions.ToList();
        Assert.True(order.LastIndexOf("COPY") < order.LastIndexOf("USER"), "the app would belong to the user that runs it");
    }

    [Fact]
    public async Task The_web_image_starts_and_answers_its_health_check()
    {
        var file = new Dockerfile(Web);
        using var image = await PublishAsync(file);
        var port = FreePort();
        var environment = new Dictionary<string, string>(file.Environment) { ["Auth__Authority"] = "https://login.example/", ["Auth__Audience"] = "test" };
        await AnswersAsync(image, [.. AtPort(file.Start, port), "--data", "/tmp/data"], AtPort(file.Health, port), environment);
    }

    /// <summary>docker-compose.yml: the emulator by its command, at its own ports, and the program by its command, environment and health check; then an upload, as the page says.</summary>
    [Fact]
    public async Task The_services_of_the_compose_file_scan_an_upload_together()
    {
        var (file, emulator, app) = (new Dockerfile(Web), new ComposeService("azurite"), new ComposeService("stay-positive"));
        Assert.Subset(app.Lines.ToHashSet(), new HashSet<string> { "read_only: true", "tmpfs: [/tmp]", "cap_drop: [ALL]", """security_opt: ["no-new-privileges:true"]""" });
        if (System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port is >= 10000 and <= 10002))
            Assert.Skip("Another emulator holds the ports 10000 to 10002.");
        await using var azurite = await Azurite.StartAsync([.. emulator.Command.Skip(1).Select(part => part == "/data" ? Path.Combine(folder, "azurite") : part)], 10000, 10001);
        using var image = await PublishAsync(file);
        var port = FreePort();
        var environment = app.Environment(new Dictionary<string, string> { ["TOMBSTONE_KEY"] = Convert.ToBase64String(new byte[32]), ["AUDIT_KEY"] = Convert.ToBase64String(new byte[16]) });
        foreach (var (name, value) in file.Environment)
            environment.TryAdd(name, value);
        string[] AtOurPort(string[] command) => [.. command.Select(part => part.Replace("5080", port, StringComparison.Ordinal))];

        await AnswersAsync(image, [file.Start[0], .. AtOurPort(app.Command)], AtOurPort(app.Health), environment, async () =>
        {
            var blob = new BlobServiceClient(environment["Storage__ConnectionString"]).GetBlobContainerClient("uploads").GetBlobClient("coffee.jpg");
            await blob.UploadAsync(Path.Combine(Repository.Root, "samples", "coffee-inpainted.jpg"), Cancellation);
            for (var watch = Stopwatch.StartNew(); ; await Task.Delay(200, Cancellation))
            {
                if ((await blob.GetTagsAsync(cancellationToken: Cancellation)).Value.Tags.TryGetValue("Stay Positive verdict", out var verdict))
                {
                    Assert.Equal("Inpainted", verdict);
                    return;
                }

                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(90), "The upload has no tags.");
            }
        });
    }

    [Fact]
    public async Task The_scanner_image_holds_a_custom_handler_that_answers_as_the_host_asks()
    {
        var file = new Dockerfile(Scanner);
        using var image = await PublishAsync(file);
        var handler = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "host.json"))).RootElement.GetProperty("customHandler").GetProperty("description").GetProperty("defaultExecutablePath").GetString()!;
        var port = FreePort();
        var environment = new Dictionary<string, string>(file.Environment) { ["FUNCTIONS_CUSTOMHANDLER_PORT"] = port };
        environment.Remove("ASPNETCORE_URLS"); // of the host, which is not here: the port of the health check is the handler's instead
        await AnswersAsync(image, [$"{file.App}/{handler}", "--data", "/tmp/data"], AtPort(file.Health, port), environment);
    }

    [Fact]
    public async Task The_job_image_starts_and_ends_with_the_exit_code_of_its_manual()
    {
        var file = new Dockerfile(Job);
        using var image = await PublishAsync(file);
        var healthy = await RunAsync(image, file.Health, file.Environment);
        Assert.True(healthy.ExitCode == 0, healthy.Text);
        var nothing = await RunAsync(image, file.Start, file.Environment);
        Assert.True(nothing.ExitCode == 2, nothing.Text); // no installation is configured
    }

    [Fact]
    public async Task A_locked_root_is_read_only_and_its_user_has_no_rights()
    {
        Directory.CreateDirectory(Path.Combine(folder, "x"));
        using var image = await LockedRoot.OfAsync(folder, "/app", "1654");
        if (!image.IsLocked)
            Assert.Skip("This system does not allow to mount.");
        var tried = await RunAsync(image, ["bash", "-c", "id -u; touch /tmp/yes && echo tmp; touch /no /app/no /usr/no"], new Dictionary<string, string>());
        Assert.Equal("1654\ntmp\n", tried.Output);
        Assert.Equal(3, tried.Errors.Split('\n').Count(line => line.Contains("touch", StringComparison.Ordinal)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Runs the RUN command of the file, on what was built with these tests, with the output in a folder of this test.</summary>
    private async Task<LockedRoot> PublishAsync(Dockerfile file)
    {
        var parts = Assert.Single(file.Runs).Split(' ').Select(part => part == "/app" ? folder : part).ToArray();
        Assert.Equal(("dotnet", "publish"), (parts[0], parts[1]));
        string[] built = ["--no-build", "-nodeReuse:false", .. Build.Value("ArtifactsPath") is { Length: > 0 } path ? new[] { "--artifacts-path", path } : []];
        var published = await Command.RunAsync(parts[0], [.. parts[1..].Select(part => part == "Release" ? Build.Value("Configuration") : part), .. built], Cancellation);
        Assert.True(published.ExitCode == 0, published.Text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101); // as COPY makes it; temporary folders are their owner's only
        return await LockedRoot.OfAsync(folder, file.App, file.User);
    }

    private static async Task AnswersAsync(LockedRoot image, string[] start, string[] health, IReadOnlyDictionary<string, string> environment, Func<Task>? then = null)
    {
        using var process = Process.Start(image.StartInfo(start, environment))!;
        try
        {
            var log = process.StandardOutput.ReadToEndAsync(Cancellation);
            var errors = process.StandardError.ReadToEndAsync(Cancellation);
            for (var watch = Stopwatch.StartNew(); ; await Task.Delay(200, Cancellation))
            {
                var answer = await RunAsync(image, health, environment);
                if (answer.ExitCode == 0)
                    break;
                Assert.False(process.HasExited, process.HasExited ? await log + await errors : "");
                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(90), answer.Text);
            }

            await (then?.Invoke() ?? Task.CompletedTask);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<Command> RunAsync(LockedRoot image, string[] command, IReadOnlyDictionary<string, string> environment)
    {
        var start = image.StartInfo(command, environment);
        return await Command.RunAsync(start.FileName, start.ArgumentList, Cancellation, start.Environment.ToDictionary(pair => pair.Key, pair => pair.Value!));
    }

    private static string[] AtPort(string[] command, string port) => [.. command.Select(part => part.Replace("8080", port, StringComparison.Ordinal))];

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    [GeneratedRegex(@"^[a-z0-9./-]+:[0-9][\w.-]*(@sha256:[0-9a-f]{64})?$|^[a-z]+$")]
    private static partial Regex Pinned();
}
