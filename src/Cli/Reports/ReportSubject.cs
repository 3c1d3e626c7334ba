using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Reports;

/// <summary>What a report is about, known before the first row.</summary>
/// <param name="Started">When the scan began.</param>
/// <param name="Model">Model version.</param>
/// <param name="BackboneSha256">Lower-case hex.</param>
/// <param name="Policy">Under which everything is judged.</param>
/// <param name="IsDemonstration">True for the model that ships with the program.</param>
internal sealed record ReportSubject(DateTimeOffset Started, ModelVersion Model, string BackboneSha256, Policy Policy, bool IsDemonstration);
