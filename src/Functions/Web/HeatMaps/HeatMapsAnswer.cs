namespace StayPositive.Functions.Web.HeatMaps;

/// <summary>Answer of <c>GET /api/heatmaps/{scope}/{hash}</c>: the model versions of which there is a map.</summary>
internal sealed record HeatMapsAnswer(string Scope, string Sha256, IReadOnlyList<string> Models);
