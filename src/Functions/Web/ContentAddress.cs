using StayPositive.Functions.Scanning;
using StayPositive.Storage.Keys;

namespace StayPositive.Functions.Web;

/// <summary>A content in a scope, as an address names it.</summary>
internal sealed record ContentAddress(Scope Scope, ContentHash Hash)
{
    /// <summary>The address, or the problem with it.</summary>
    public static (ContentAddress? Address, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult? Problem) Of(string scope, string hash, ScanningOptions options)
    {
        if (!options.Containers.Contains(scope))
            return (null, Problems.Of(404, Problems.UnknownSource, $"There is no container '{Safe.Text(scope)}' with uploads."));
        try
        {
            return (new ContentAddress(new Scope(scope), ContentHash.Parse(hash)), null);
        }
        catch (FormatException)
        {
            return (null, Problems.Of(400, Problems.BadRequest, "The hash is not a SHA-256 of 64 lower-case hexadecimal digits."));
        }
    }
}
