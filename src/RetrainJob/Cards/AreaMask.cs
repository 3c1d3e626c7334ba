using StayPositive.Detector.Evaluation;

namespace StayPositive.RetrainJob.Cards;

/// <summary>A hard-edged ellipse or rectangle of a given share of the image at a random place.</summary>
internal static class AreaMask
{
    public static EditMask Draw(int width, int height, double share, Random random)
    {
        var ellipse = random.Next(2) == 0;
        var area = share * width * height * (ellipse ? 4 / Math.PI : 1);
        var aspect = 0.6 + 0.8 * random.NextDouble();
        var w = Math.Min(width, Math.Sqrt(area * aspect));
        var h = Math.Min(height, area / w);
        w = Math.Min(width, area / h);
        var (left, top) = (random.NextDouble() * (width - w), random.NextDouble() * (height - h));
        var edited = new bool[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (u, v) = ((x + 0.5 - left) / w * 2 - 1, (y + 0.5 - top) / h * 2 - 1);
                edited[y * width + x] = ellipse ? u * u + v * v <= 1 : Math.Abs(u) <= 1 && Math.Abs(v) <= 1;
            }
        }

        return new EditMask(width, height, edited);
    }
}
