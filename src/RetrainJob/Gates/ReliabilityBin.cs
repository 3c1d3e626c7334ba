namespace StayPositive.RetrainJob.Gates;

/// <summary>Rows with about the same probability.</summary>
/// <param name="Said">Mean probability.</param>
/// <param name="Came">Share of generated rows among them, at equal classes.</param>
/// <param name="Mass">Share of all rows, at equal classes.</param>
internal sealed record ReliabilityBin(double Said, double Came, double Mass);
