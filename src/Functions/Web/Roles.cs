namespace StayPositive.Functions.Web;

/// <summary>What a token may hold.</summary>
internal static class Roles
{
    /// <summary>Sees verdicts.</summary>
    public const string Reader = "Reader";

    /// <summary>Sees scores and maps, and decides.</summary>
    public const string Reviewer = "Reviewer";

    /// <summary>Also asks for scans and changes policies.</summary>
    public const string Admin = "Admin";

    public static readonly string[] All = [Reader, Reviewer, Admin];
}
