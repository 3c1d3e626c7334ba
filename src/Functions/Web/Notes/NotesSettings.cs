namespace StayPositive.Functions.Web.Notes;

/// <summary>Answer of <c>GET /api/review/notes/settings</c>.</summary>
internal sealed record NotesSettings(bool Enabled, string? Deployment, int RequestsPerDay);
