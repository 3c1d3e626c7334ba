namespace StayPositive.RetrainJob.Training;

/// <summary>
/// The fixed first layer: 16 high-pass filters of 5 x 5 over RGB, in the spirit of the residual filters of steganalysis (Fridrich and Kodovsky,
/// "Rich Models for Steganalysis", 2012). All sum to zero per colour, so flat content, which says nothing of its origin, is silent.
/// Its outputs (in grey levels, 0..255) are then clamped, so that strong edges cannot drown faint traces; gains below 1 widen that clamp.
/// </summary>
internal static class HighPassBank
{
    public const int Outputs = 16;
    public const int Kernel = 5;
    public const float InputScale = 255;
    public const float Clamp = 6;

    private static readonly float[] Kv = [-1, 2, -2, 2, -1, 2, -6, 8, -6, 2, -2, 8, -12, 8, -2, 2, -6, 8, -6, 2, -1, 2, -2, 2, -1];
    private static readonly float[] Kb = Centre3([-1, 2, -1, 2, -4, 2, -1, 2, -1]);
    private static readonly float[] Across1 = Centre3([0, 0, 0, 0, -1, 1, 0, 0, 0]);
    private static readonly float[] Down1 = Centre3([0, 0, 0, 0, -1, 0, 0, 1, 0]);
    private static readonly float[] Across2 = Centre3([0, 0, 0, 1, -2, 1, 0, 0, 0]);
    private static readonly float[] Down2 = Centre3([0, 1, 0, 0, -2, 0, 0, 1, 0]);
    private static readonly float[] Diagonal = Centre3([1, 0, 0, 0, -2, 0, 0, 0, 1]);
    private static readonly float[] AntiDiagonal = Centre3([0, 0, 1, 0, -2, 0, 1, 0, 0]);

    /// <summary>Weights [16, 3, 5, 5].</summary>
    public static float[] Weights()
    {
        (float[] Kernel, float Gain, float R, float G, float B)[] filters =
        [
            (Kv, 1 / 12f, 1, 0, 0), (Kv, 1 / 12f, 0, 1, 0), (Kv, 1 / 12f, 0, 0, 1),
            (Kb, 1 / 12f, 1, 0, 0), (Kb, 1 / 12f, 0, 1, 0), (Kb, 1 / 12f, 0, 0, 1),
            (Kb, 1 / 4f, 1, -1, 0), (Kb, 1 / 4f, 0, -1, 1),
            (Across2, 1 / 2f, 0, 1, 0), (Down2, 1 / 2f, 0, 1, 0), (Diagonal, 1 / 2f, 0, 1, 0), (AntiDiagonal, 1 / 2f, 0, 1, 0),
            (Across1, 1 / 4f, 0, 1, 0), (Down1, 1 / 4f, 0, 1, 0),
            (Across1, 1 / 2f, 1, -1, 0), (Down1, 1 / 2f, 0, -1, 1),
        ];
        return filters.SelectMany(f => new[] { f.R, f.G, f.B }.SelectMany(colour => f.Kernel.Select(k => k * f.Gain * colour))).ToArray();
    }

    private static float[] Centre3(float[] kernel)
    {
        var centred = new float[25];
        for (var y = 0; y < 3; y++)
            for (var x = 0; x < 3; x++)
                centred[(y + 1) * 5 + x + 1] = kernel[y * 3 + x];
        return centred;
    }
}
