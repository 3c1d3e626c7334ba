using System.Globalization;
using System.Threading.RateLimiting;

namespace StayPositive.Functions.Web;

/// <summary>How much one identity may ask for. Who has no valid token is known by address, so that guessing tokens is limited, too.</summary>
internal static class RateLimits
{
    public static void AddRateLimits(this IServiceCollection services, WebOptions limits) => services.AddRateLimiter(options =>
    {
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(Who(context), _ => Bucket(limits.RequestsPerMinute))),
            PartitionedRateLimiter.Create<HttpContext, string>(context => IsScan(context)
                ? RateLimitPartition.GetTokenBucketLimiter(Who(context), _ => Bucket(limits.ScansPerMinute))
                : RateLimitPartition.GetNoLimiter("")),
            PartitionedRateLimiter.Create<HttpContext, string>(context => IsScan(context)
                ? RateLimitPartition.GetConcurrencyLimiter(Who(context), _ => new ConcurrencyLimiterOptions { PermitLimit = limits.ScansAtOnce })
                : RateLimitPartition.GetNoLimiter("")));
        options.OnRejected = async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
            rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            await Problems.Of(429, "TooManyRequests", $"This identity asks too often, or for too much at the same time; ask again after {wait} s.").ExecuteAsync(rejected.HttpContext);
        };
    });

    private static bool IsScan(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<CostsAScan>() is not null;

    private static string Who(HttpContext context) => context.User.Identity is { IsAuthenticated: true } identity
        ? "identity " + (context.User.FindFirst("oid") ?? context.User.FindFirst("sub") ?? context.User.FindFirst("azp"))?.Value + " " + identity.Name
        : "address " + context.Connection.RemoteIpAddress;

    /// <summary>So many a minute, evenly; as many at once after a rest.</summary>
    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / 60),
        ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, 60.0 / perMinute)),
        QueueLimit = 0,
    };
}
