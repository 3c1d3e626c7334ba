namespace StayPositive.Storage.Review;

/// <summary>Whether a content is drawn for the blind audit.</summary>
/// <param name="Drawn">True: it goes to review, whatever the verdict.</param>
/// <param name="Probability">With which every content was drawn: estimates weigh a drawn one by 1 / probability.</param>
public readonly record struct AuditDraw(bool Drawn, double Probability);
