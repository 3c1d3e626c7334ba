namespace StayPositive.Functions.Messages;

/// <summary>A message that somebody works on.</summary>
/// <param name="Id">In its queue.</param>
/// <param name="Receipt">Of this delivery.</param>
/// <param name="Text">JSON.</param>
/// <param name="Deliveries">With this one.</param>
internal sealed record WorkItem(string Id, string Receipt, string Text, long Deliveries);
