using StayPositive.Detector.Models;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Models;

namespace StayPositive.Cli.Models;

/// <summary>Verb <c>models publish</c>. It signs with the key of <c>Models__SigningKey</c>, as the job does.</summary>
internal static class ModelsPublish
{
    private const string KeyVariable = "Models__SigningKey";

    public static async Task<int> RunAsync(Installation installation, string folder, bool isChampion, MoveOptions options, ModelsWriter writer, CancellationToken cancellation)
    {
        var package = ModelPackage.Load(folder);
        var seen = await installation.Aliases.ReadAsync(ModelAlias.Champion, cancellation);
        using var signer = ManifestSignatures.SignerOf(Environment.GetEnvironmentVariable(KeyVariable));
        var target = await installation.Releases.PublishAsync(package, signer, cancellation);
        if (isChampion)
            return await ModelsMove.MoveAsync(installation, seen, target, options, writer, cancellation);
        writer.Write(target, output => output.WriteLine($"{target.Version} is published{(signer is null ? ", not signed" : " and signed")}; no alias points to it. Make it the champion with 'models promote {target.Version}'."));
        return ExitCode.Done;
    }
}
