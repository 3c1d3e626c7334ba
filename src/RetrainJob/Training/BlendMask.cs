namespace StayPositive.RetrainJob.Training;

/// <summary>
/// An ellipse or rectangle with a soft edge that says where a re-rendering replaces the photo. It is defined in the coordinates of the final crop,
/// so that it survives the resize exactly.
/// </summary>
internal sealed record BlendMask(bool Ellipse, double CentreX, double CentreY, double HalfWidth, double HalfHeight, double Softness)
{
    /// <summary>Covers about 8 to 60% of a crop.</summary>
    public static BlendMask Draw(int crop, Random random)
    {
        double Half() => crop * (0.17 + 0.25 * random.NextDouble());
        double Centre() => crop * (0.2 + 0.6 * random.NextDouble());
        return new BlendMask(random.Next(2) == 0, Centre(), Centre(), Half(), Half(), 1 + 5 * random.NextDouble());
    }

    /// <summary>Share of the re-rendering at a point of the final crop, 0..1.</summary>
    public double At(double x, double y)
    {
        var dx = Math.Abs(x - CentreX) / HalfWidth;
        var dy = Math.Abs(y - CentreY) / HalfHeight;
        var reach = Ellipse ? Math.Sqrt(dx * dx + dy * dy) : Math.Max(dx, dy);
        return Math.Clamp((1 - reach) * Math.Min(HalfWidth, HalfHeight) / Softness + 0.5, 0, 1);
    }

    /// <summary>Blends two regions that become the crop by <paramref name="post"/>.</summary>
    public byte[] Blend(byte[] outside, byte[] inside, PostProcessing post, int crop)
    {
        var side = post.RegionSide(crop);
        var scale = (double)(crop + PostProcessing.Margin) / side;
        var blended = new byte[outside.Length];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var alpha = At((x + 0.5) * scale - 0.5 - post.GridX, (y + 0.5) * scale - 0.5 - post.GridY);
                for (var c = 0; c < 3; c++)
                {
                    var i = (y * side + x) * 3 + c;
                    blended[i] = (byte)Math.Round(outside[i] + alpha * (inside[i] - outside[i]));
                }
            }
        }

        return blended;
    }

    /// <summary>Mean share over a square window of the crop, clipped to it.</summary>
    public double Mean(double centreX, double centreY, int radius, int crop)
    {
        var (sum, count) = (0.0, 0);
        for (var y = Math.Max(0, (int)centreY - radius); y <= Math.Min(crop - 1, (int)centreY + radius); y += 2)
        {
            for (var x = Math.Max(0, (int)centreX - radius); x <= Math.Min(crop - 1, (int)centreX + radius); x += 2)
            {
                sum += At(x, y);
                count++;
            }
        }

        return sum / count;
    }
}
