using System.Security.Claims;

namespace StayPositive.Functions.Web.Review;

/// <summary>The reviewer's name in labels.</summary>
internal static class Reviewer
{
    private const int Longest = 200;

    /// <summary>What the token calls the user; of these the first that is there: sign-in name, name, subject.</summary>
    public static string Name(ClaimsPrincipal user)
    {
        var name = user.FindFirst("preferred_username")?.Value ?? user.Identity?.Name ?? user.FindFirst("sub")?.Value ?? "unknown";
        return name.Length > Longest ? name[..Longest] : name;
    }
}
