using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace StayPositive.Functions.Web;

/// <summary>Errors as <c>application/problem+json</c> (RFC 9457), with a <c>code</c> for programs beside the sentence for people.</summary>
internal static class Problems
{
    public const string BadRequest = "BadRequest";
    public const string NotFound = "NotFound";
    public const string UnknownSource = "UnknownSource";

    /// <summary>An answer with this status.</summary>
    public static ProblemHttpResult Of(int status, string code, string sentence) => TypedResults.Problem(new ProblemDetails
    {
        Status = status,
        Title = ReasonPhrases.GetReasonPhrase(status),
        Detail = sentence,
        Extensions = { ["code"] = code },
    });

    /// <summary>For a status that was set without a body, by routing or by the check of a token.</summary>
    public static ProblemHttpResult Of(int status) => status switch
    {
        400 => Of(status, BadRequest, "The request is not understood, or names a host that is not this one."),
        401 => Of(status, "Unauthorized", "A valid token is needed: Authorization: Bearer ..."),
        403 => Of(status, "Forbidden", "The token holds no role that may do this."),
        404 => Of(status, NotFound, "There is nothing at this address."),
        405 => Of(status, "MethodNotAllowed", "This address does not know that method."),
        413 => Of(status, "TooManyBytes", "The body is larger than the limit of this address."),
        415 => Of(status, "UnsupportedMediaType", "The body is not of the media type that is asked for here."),
        _ => Of(status, $"Status{status}", $"{ReasonPhrases.GetReasonPhrase(status)}."),
    };
}
