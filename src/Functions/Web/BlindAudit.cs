using System.Security.Claims;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Review;

namespace StayPositive.Functions.Web;

/// <summary>A content that was drawn for the audit is judged without sight of the scanner's verdict: until somebody has decided, its scores and maps are for admins only.</summary>
internal sealed class BlindAudit(Stores stores, Secrets secrets, ScanningOptions options)
{
    /// <summary>True when this user must not see what the scanner found.</summary>
    public async Task<bool> HidesAsync(ClaimsPrincipal user, ContentAddress content, CancellationToken cancellation) =>
        !user.Has(Roles.Admin) && AuditSample.Draw(secrets.AuditKey, content.Hash, options.AuditRate).Drawn
        && await stores.Labels.NewestAsync(content.Scope, content.Hash, cancellation) is null or { Ruling: Ruling.Reopened };

    /// <summary>The answer then.</summary>
    public static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Problem() => Problems.Of(404, "Blind", "This content was drawn for the blind audit; scores and maps are shown after the decision.");
}
