using System.Text.Json.Serialization;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;

namespace StayPositive.Storage.States;

/// <summary>
/// The terminal state of one upload: the result, and the effects that it still owes. There is one a (blob, ETag), the first that was written; afterwards only
/// <see cref="Open"/>, <see cref="Override"/> and <see cref="Revision"/> change, and the result when it is judged again (<see cref="Rescoring.Rescorer"/>).
/// </summary>
public sealed record UploadState
{
    /// <summary>Version of the format that this code reads and writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Version of the format.</summary>
    /// <exception cref="InvalidDataException">Of another version of this program.</exception>
    public int Schema
    {
        get;
        init => field = value == CurrentSchema ? value : throw new InvalidDataException($"The state has the schema {value}; this program reads {CurrentSchema}.");
    } = CurrentSchema;

    /// <summary>Which blob, which content.</summary>
    public required UploadVersion Upload { get; init; }

    /// <summary>SHA-256 of the content, lower-case hex; null when it was not read.</summary>
    public string? Hash { get; init; }

    /// <summary>Result code.</summary>
    public required string Code { get; init; }

    /// <summary>The scanner's decision.</summary>
    public required Decision Decision { get; init; }

    /// <summary>One sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>Logit of the whole image; null when nothing was scanned.</summary>
    public float? Score { get; init; }

    /// <summary>P(generated) at <see cref="Prevalence"/>; null when nothing was scanned.</summary>
    public double? Probability { get; init; }

    /// <summary>Assumed share of generated images.</summary>
    public double? Prevalence { get; init; }

    /// <summary>What it was judged by; null when nothing was scanned.</summary>
    public StateThreshold? Threshold { get; init; }

    /// <summary>Where; null without a region.</summary>
    public StateRegion? Region { get; init; }

    /// <summary>Model version.</summary>
    public string? Model { get; init; }

    /// <summary>SHA-256 of the model's manifest, lower-case hex.</summary>
    public string? ModelManifest { get; init; }

    /// <summary>Policy version.</summary>
    public string? Policy { get; init; }

    /// <summary>The challenger's opinion; null when none was scored beside the scan.</summary>
    public StateShadow? Shadow { get; init; }

    /// <summary>Where the time went.</summary>
    public StateTimings? Timings { get; init; }

    /// <summary>Id of the message about it.</summary>
    public Guid MessageId => Upload.MessageId();

    /// <summary>Follows the upload through logs and services.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Probability with which the content was drawn for the blind audit; null when it was not drawn.</summary>
    public double? AuditProbability { get; init; }

    /// <summary>When the event was raised, UTC; null for what a sweep found.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>When the result was there, UTC.</summary>
    public required DateTimeOffset ScannedAt { get; init; }

    /// <summary>Effects still to be done, each once.</summary>
    public IReadOnlyList<Effect> Open { get; init; } = [];

    /// <summary>The reviewers' decision; null without one.</summary>
    public StateOverride? Override { get; init; }

    /// <summary>How often another decision, or its region, was found afterwards, by another model or policy.</summary>
    public int Rescorings { get; init; }

    /// <summary>Grows with every change.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>What holds: the override, else the scanner's decision.</summary>
    [JsonIgnore]
    public Decision Effective => Override?.Decision ?? Decision;

    /// <summary>True while a message is still to be sent, or its sending to be recorded: until then nothing that messages tell of the scanner's result may change, because a repeat has the same id and must have the same body.</summary>
    [JsonIgnore]
    public bool OwesMessage => Open.Any(effect => effect is Effect.Notify or Effect.NotifyOverturned or Effect.NotifyRescored);

    /// <summary>True when no decision and no rescoring lies between the two: tags and messages are the same.</summary>
    public bool SaysTheSameAs(UploadState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Override?.Number, Decision, Score, Rescorings, ModelManifest, Policy) == (other.Override?.Number, other.Decision, other.Score, other.Rescorings, other.ModelManifest, other.Policy);
    }

    /// <summary>Its key in a scope.</summary>
    public StateKey Key(Scope scope) => StateKey.Of(scope, Upload.Blob, Upload.ETag);
}
