using System.Text.RegularExpressions;

namespace StayPositive.Functions.Notes;

/// <summary>Notes by a vision model of Azure OpenAI. Section <c>OpenAI</c> of the configuration; off unless both <c>Endpoint</c> and <c>Deployment</c> are set.</summary>
public sealed partial class NotesOptions
{
    /// <summary>Endpoint of the resource, <c>https://NAME.openai.azure.com</c>; the app's managed identity is used.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Name of a deployment that sees images and answers by a JSON schema.</summary>
    public string? Deployment { get; set; }

    /// <summary>Requests a day (UTC) of the whole installation, 0..100000.</summary>
    public int RequestsPerDay { get; set; } = 200;

    /// <summary>An answer that takes longer is given up, seconds, 1..300.</summary>
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>True when an endpoint and a deployment are set.</summary>
    public bool IsEnabled => Endpoint is not null && Deployment is not null;

    /// <exception cref="InvalidOperationException">A setting is outside its limits, or a half of them is missing; the message names it.</exception>
    public void Check()
    {
        Require((Endpoint is null) == (Deployment is null), "OpenAI:Endpoint and OpenAI:Deployment go together; one of them is not set.");
        Require(Endpoint is null || Endpoint.Scheme == Uri.UriSchemeHttps, $"OpenAI:Endpoint is {Endpoint}; images are sent there, so it must be https.");
        Require(Deployment is null || Name().IsMatch(Deployment), "OpenAI:Deployment must be 1..64 of A-Z, a-z, 0-9, '.', '_' and '-'.");
        Require(RequestsPerDay is >= 0 and <= 100_000, $"OpenAI:RequestsPerDay is {RequestsPerDay}; it must be in 0..100000.");
        Require(TimeoutSeconds is >= 1 and <= 300, $"OpenAI:TimeoutSeconds is {TimeoutSeconds}; it must be in 1..300.");
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
            throw new InvalidOperationException(sentence);
    }
}
