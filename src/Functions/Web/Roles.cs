using System.Security.Claims;

namespace StayPositive.Functions.Web;

/// <summary>What a token may hold. Each role includes those before it.</summary>
internal static class Roles
{
    /// <summary>Sees verdicts.</summary>
    public const string Reader = "Reader";

    /// <summary>Sees scores and maps, and decides.</summary>
    public const string Reviewer = "Reviewer";

    /// <summary>Also asks for scans and backfills.</summary>
    public const string Admin = "Admin";

    public static readonly string[] All = [Reader, Reviewer, Admin];

    /// <summary>The roles of which each may do what this one may.</summary>
    public static string[] From(string role) => All[Array.IndexOf(All, role)..];

    /// <summary>True when the user has this role, or one that includes it.</summary>
    public static bool Has(this ClaimsPrincipal user, string role) => From(role).Any(user.IsInRole);
}
