using StayPositive.Fuzz.Containers;

namespace StayPositive.Fuzz.Mutating;

/// <summary>Changes of chunks, segments and boxes; lengths and check sums are made right again.</summary>
internal static class PartChanges
{
    private const int ManyTimes = 300;

    /// <param name="format">Takes the file apart and puts it together.</param>
    /// <param name="file">Any bytes.</param>
    /// <param name="others">Parts of another file of the format.</param>
    /// <param name="chance">Chooses.</param>
    public static byte[] Change(IContainerFormat format, byte[] file, List<Part> others, Chance chance)
    {
        var parts = format.Split(file);
        if (parts.Count == 0)
            return ByteChanges.Change(file, chance);
        var i = chance.Next(parts.Count);
        if (format is IsoBoxes && IsoBoxes.Inner(parts[i].Kind) is { } prefix && prefix < parts[i].Data.Length && !chance.OneIn(5))
            parts[i] = parts[i] with { Data = [.. parts[i].Data[..prefix], .. Change(format, parts[i].Data[prefix..], others, chance)] };
        else
            Change(parts, i, others, chance);
        return ByteChanges.Limited(format.Join(parts));
    }

    private static void Change(List<Part> parts, int i, List<Part> others, Chance chance)
    {
        switch (chance.Next(10))
        {
            case 0:
                parts.RemoveAt(i);
                break;
            case 1:
                parts.InsertRange(i, Enumerable.Repeat(parts[i], chance.OneIn(10) ? ManyTimes : 1));
                break;
            case 2:
                var j = chance.Next(parts.Count);
                (parts[i], parts[j]) = (parts[j], parts[i]);
                break;
            case 3 when others.Count > 0:
                parts.Insert(i, chance.Pick(others));
                break;
            case 4 when others.Count > 0:
                parts[i] = parts[i] with { Kind = chance.Pick(others).Kind };
                break;
            case 5:
                parts[i] = parts[i] with { Data = parts[i].Data[..chance.Next(parts[i].Data.Length + 1)] };
                break;
            case 6:
                parts[i] = parts[i] with { Data = [.. parts[i].Data, .. chance.OneIn(2) ? chance.Bytes(chance.Next(64)) : new byte[chance.Next(70_000)]] };
                break;
            case 7 when parts[i].Data.Length > 0:
                ByteChanges.PutNumber(parts[i].Data.AsSpan(chance.Next(parts[i].Data.Length)), chance);
                break;
            default:
                parts[i] = parts[i] with { Data = ByteChanges.Change(parts[i].Data, chance) };
                break;
        }
    }
}
