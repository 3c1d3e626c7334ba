namespace StayPositive.Functions.Notes;

/// <summary>An assistant's note about a content. Advice: it never changes a score, a verdict or a label.</summary>
/// <param name="Text">What the model wrote.</param>
/// <param name="Model">As the service names it.</param>
/// <param name="Deployment">That was asked.</param>
/// <param name="PromptVersion">Of the prompt and schema.</param>
/// <param name="RequestedBy">Who asked.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Tokens">Input and output, as the service counts them.</param>
public sealed record Note(NoteText Text, string Model, string Deployment, int PromptVersion, string RequestedBy, DateTimeOffset At, int Tokens);
