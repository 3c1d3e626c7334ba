using System.Security.Claims;
using StayPositive.Functions.Web.Review;

namespace StayPositive.Functions.Web;

/// <summary>A content that was drawn for the audit is judged without sight of the scanner's verdict: until somebody has decided, its scores, maps and notes are for admins only.</summary>
internal sealed class BlindAudit(Subjects subjects)
{
    /// <summary>True when this user must not see what the scanner found. Whether a content was drawn stands in its states: the rate of the draw changes from day to day.</summary>
    public async Task<bool> HidesAsync(ClaimsPrincipal user, ContentAddress content, CancellationToken cancellation) =>
        !user.Has(Roles.Admin) && await subjects.FindAsync(content.Scope.Name, content.Hash.Hex, cancellation) is { IsBlind: true };

    /// <summary>The answer then.</summary>
    public static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Problem() => Problems.Of(404, "Blind", "This content was drawn for the blind audit; scores, maps and notes are shown after the decision.");
}
