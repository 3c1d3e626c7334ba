using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace StayPositive.Functions.Web.Review;

/// <summary>Browsers that showed the token of this start: a random name in a cookie that scripts cannot read. Forgotten at the end of the process.</summary>
internal sealed class Sessions(TimeProvider clock)
{
    public const string CookieName = "stay-positive-session";

    /// <summary>A header that only a page of this origin can set; a request that changes something needs it beside the cookie.</summary>
    public const string Header = "X-Stay-Positive";

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const int Most = 1000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> ends = new();

    /// <summary>A new session's name: 256 random bits.</summary>
    public string Begin()
    {
        var now = clock.GetUtcNow();
        foreach (var (name, end) in ends)
            if (end <= now || ends.Count >= Most)
                ends.TryRemove(name, out _);
        var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        ends[made] = now + Lifetime;
        return made;
    }

    public bool IsAlive(string name) => ends.TryGetValue(name, out var end) && end > clock.GetUtcNow();

    public void End(string name) => ends.TryRemove(name, out _);

    /// <summary>False for a request that a page of another origin may have made: the cookie then counts for nothing.</summary>
    public static bool IsOwn(HttpRequest request)
    {
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && site.ToString() is not ("same-origin" or "none"))
            return false;
        if (request.Headers.TryGetValue("Origin", out var origin) && origin != $"{request.Scheme}://{request.Host}")
            return false;
        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Headers.ContainsKey(Header);
    }
}
