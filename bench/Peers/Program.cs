// Peers on the same model, files and threads in one run. Started by bench/Peers/run, which installs the Node peer first.
// Usage: Peers REPOSITORY FOLDER_WITH_PEER.JS [ROUNDS], or Peers --peer NAME MODEL_FOLDER THREADS for one of its own processes.
using StayPositive.Detector.Models;
using StayPositive.Peers;

const float Tolerance = 1e-3f;
if (args is ["--peer", var name, var folder, var count])
{
    using var peer = Make(name, ModelPackage.Load(folder), int.Parse(count));
    PeerLoop.Run(peer);
    return 0;
}

var (repository, work, rounds) = (args[0], args[1], args.Length > 2 ? int.Parse(args[2]) : 24);
var model = Path.Combine(repository, "models/starter");
var pictures = Directory.CreateDirectory(Path.Combine(work, "pictures")).FullName;
var agree = true;
foreach (var threads in new[] { 1, 2 })
    Compare(threads);
return agree ? 0 : 1;

void Compare(int threads)
{
    PeerProcess Own(string title, string peer) => new(title, threads, Environment.ProcessPath!, "--peer", peer, model, threads.ToString());
    var peers = new List<PeerProcess>
    {
        Own("ours", "ours"), new("node", threads, "node", Path.Combine(work, "peer.js"), model, threads.ToString()),
        Own("bare runtime", "bare"), Own("torch", "torch"), Own("torch, folded", "torch-folded"),
    };
    try
    {
        if (threads == 1)
            peers.ForEach(peer => Console.WriteLine($"{peer.Name,-14} {peer.Description}"));
        foreach (var (width, height) in new[] { (1024, 1024), (1200, 900) })
        {
            var race = new Race(peers);
            race.Run(Pictures.Make(Path.Combine(repository, "samples"), pictures, width, height), rounds);
            agree &= Print(peers, race, $"JPEG {width} x {height}, {threads} thread{(threads > 1 ? "s" : "")}, {rounds} rounds");
        }
    }
    finally
    {
        peers.ForEach(peer => peer.Dispose());
    }
}

bool Print(List<PeerProcess> peers, Race race, string title)
{
    Console.WriteLine($"\n{title}\npeer             ms  images/s  ours is x times as fast (quartiles)  CPU ms  peak MB  logit differs by");
    for (var p = 0; p < peers.Count; p++)
    {
        var ratio = p == 0 ? "" : $"{race.Ratio(p, 0.5):F2} ({race.Ratio(p, 0.25):F2} - {race.Ratio(p, 0.75):F2})";
        Console.WriteLine($"{peers[p].Name,-14}{race.Milliseconds(p),5:F0} {1000 / race.Milliseconds(p),9:F1}  {ratio,-34} {race.ProcessorMilliseconds(p),7:F0} {peers[p].PeakMegabytes,8:F0}  {race.Differences[p]:E1}");
    }

    return race.Differences.All(difference => difference <= Tolerance);
}

static IPeer Make(string name, ModelPackage package, int threads) => name switch
{
    "ours" => new Ours(package, threads),
    "bare" => new BareRuntime(package, threads),
    "torch" => new TorchEager(package, threads, folded: false),
    "torch-folded" => new TorchEager(package, threads, folded: true),
    _ => throw new ArgumentException($"There is no peer '{name}'.", nameof(name)),
};
