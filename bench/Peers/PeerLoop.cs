using System.Globalization;

namespace StayPositive.Peers;

/// <summary>The peer's side: says what it is, then answers a path with a logit, line by line, until the input ends.</summary>
internal static class PeerLoop
{
    public static void Run(IPeer peer)
    {
        Console.WriteLine(peer.Description);
        while (Console.ReadLine() is { } path)
            Console.WriteLine(peer.Scan(path).ToString("R", CultureInfo.InvariantCulture));
    }
}
