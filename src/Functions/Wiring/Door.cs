using StayPositive.Functions.Doors;

namespace StayPositive.Functions.Wiring;

/// <summary>How the program was started: by the Functions host, or by itself in a role.</summary>
/// <param name="IsHost">By the host: invocation routes, and nothing else.</param>
/// <param name="HasTrigger">Sweeps by itself.</param>
/// <param name="HasWeb">API and review page.</param>
/// <param name="Urls">Where it listens.</param>
internal sealed record Door(bool IsHost, bool HasTrigger, bool HasWeb, string Urls)
{
    /// <exception cref="InvalidOperationException">The role is unknown.</exception>
    public static Door Of(IConfiguration configuration)
    {
        if (Environment.GetEnvironmentVariable(CustomHandler.PortVariable) is { } port)
            return new Door(true, false, false, $"http://127.0.0.1:{port}");
        var urls = configuration["urls"] ?? "http://127.0.0.1:5080";
        return (configuration["role"] ?? "all") switch
        {
            "all" => new Door(false, true, true, urls),
            "web" => new Door(false, false, true, urls),
            "scan" => new Door(false, true, false, urls),
            var other => throw new InvalidOperationException($"--role is '{other}'; it must be all, web or scan."),
        };
    }
}
