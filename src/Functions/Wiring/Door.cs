using StayPositive.Functions.Doors;

namespace StayPositive.Functions.Wiring;

/// <summary>How the program was started: by the Functions host, or by itself in a role.</summary>
/// <param name="IsHost">By the host: invocation routes, and nothing else.</param>
/// <param name="HasTrigger">Sweeps by itself.</param>
/// <param name="HasWeb">API and review page.</param>
/// <param name="Urls">Where it listens.</param>
internal sealed record Door(bool IsHost, bool HasTrigger, bool HasWeb, string Urls)
{
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];
    private static readonly string[] Wildcards = ["*", "+", "0.0.0.0", "[::]"];

    /// <summary>Names under which it may be asked, so that no page of another name reaches it through a browser; any where it listens on every address, unless <c>AllowedHosts</c> is set.</summary>
    public IReadOnlyList<string> Hosts
    {
        get
        {
            var named = Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(url => BindingAddress.Parse(url).Host).ToArray();
            return named.Intersect(Wildcards).Any() ? ["*"] : [.. named.Union(Loopback)];
        }
    }

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
