namespace StayPositive.Detector.Heatmaps;

/// <summary>Digits and the caption's letters in 3 x 5 dots for the scale, so that no font has to be installed and every machine draws the same.</summary>
internal static class Digits
{
    private static readonly Dictionary<char, string> Dots = new()
    {
        ['0'] = "111101101101111",
        ['1'] = "010110010010111",
        ['2'] = "111001111100111",
        ['3'] = "111001111001111",
        ['4'] = "101101111001001",
        ['5'] = "111100111001111",
        ['6'] = "111100111101111",
        ['7'] = "111001001001001",
        ['8'] = "111101111101111",
        ['9'] = "111101111001111",
        ['.'] = "000000000000010",
        ['+'] = "000010111010000",
        [':'] = "000010000010000",
        ['C'] = "011100100100011",
        ['D'] = "110101101101110",
        ['E'] = "111100110100111",
        ['G'] = "011100101101011",
        ['H'] = "101101111101101",
        ['I'] = "111010010010111",
        ['L'] = "100100100100111",
        ['N'] = "111101101101101",
        ['O'] = "010101101101010",
        ['P'] = "110101110100100",
        ['R'] = "110101110101101",
        ['S'] = "011100010001110",
        ['T'] = "111010010010010",
        ['U'] = "101101101101111",
        ['V'] = "101101101101010",
    };

    public static int Width(string text, int scale) => text.Length * 4 * scale - scale;

    public static void Draw(Canvas canvas, string text, int x, int y, int scale, (byte R, byte G, byte B) colour)
    {
        for (var n = 0; n < text.Length; n++)
        {
            if (!Dots.TryGetValue(text[n], out var dots))
                continue;
            for (var dot = 0; dot < dots.Length; dot++)
                if (dots[dot] == '1')
                    canvas.Fill(x + (n * 4 + dot % 3) * scale, y + dot / 3 * scale, scale, scale, colour);
        }
    }
}
