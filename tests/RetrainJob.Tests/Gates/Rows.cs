using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Gates;

namespace StayPositive.RetrainJob.Tests.Gates;

/// <summary>Held-out rows whose margins are drawn: photos around minus the gap of a head, generated rows around the gap.</summary>
internal static class Rows
{
    /// <summary>As many audit rows of each class; a larger gap is a better head.</summary>
    public static GateRow[] Draw(int each, double candidate, double champion, int seed = 1)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, 2 * each).Select(n =>
            {
                var generated = n % 2 == 1;
                var noise = Gaussian(random);
                return Row($"row-{n}", generated, Score(generated, candidate, noise), Score(generated, champion, noise)) with
                {
                    Facts = new RowFacts("review", generated ? $"generator-{n % 3}" : null, "Jpeg", 0.05 + n % 4, "none", generated && n % 5 == 0 ? 0.1 : null),
                };
            }),
        ];
    }

    public static GateRow Row(string name, bool generated, float candidate, float champion) => new(
        name, name, generated, new RowFacts("review", null, "Jpeg", 1, "none", null), 1, false, Judged(candidate), Judged(champion), Judged(champion));

    public static RowScore Judged(float margin) => new(margin, margin, 1 / (1 + Math.Exp(-margin)));

    private static float Score(bool generated, double gap, double noise) => (float)((generated ? gap : -gap) + noise);

    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
