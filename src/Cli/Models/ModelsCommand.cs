using System.CommandLine;

namespace StayPositive.Cli.Models;

/// <summary>Verb <c>models</c>: the versions of an installation, and which of them judges.</summary>
internal static class ModelsCommand
{
    private static readonly Argument<string?> Version = new("version") { Description = "Name of a version (default: the champion).", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Argument<string?> Next = new("version") { Description = "Name of a version (default: the challenger).", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON instead of tables." };
    private static readonly Option<string> Why = new("--why") { Description = "Reason; it is kept in the alias's history.", Required = true };
    private static readonly Option<string> Who = new("--who") { Description = "Who moves it (default: the user's name).", DefaultValueFactory = _ => Environment.UserName };
    private static readonly Option<string?> Expect = new("--expect") { Description = "Move it only while this version is the champion." };
    private static readonly Argument<string> Package = new("package") { Description = "Folder of a model package." };
    private static readonly Option<bool> Champion = new("--champion") { Description = "Make it the champion, too." };
    private static readonly Option<string> PublishWhy = new("--why") { Description = "Reason; it is kept in the alias's history.", DefaultValueFactory = _ => "published by hand" };
    private static readonly Option<bool> All = new("--all") { Description = "Every version, not only one." };
    private static readonly Option<string> Out = new("--out") { Description = "ONNX file to write.", Required = true };
    private static readonly Option<string[]> Images = new("--images")
    {
        Description = "Files or folders whose images the exported file and the scanner must agree on (default: samples).",
        DefaultValueFactory = _ => Directory.Exists("samples") ? ["samples"] : [],
    };

    public static Command Create()
    {
        var list = new Command("list", "Versions, and which aliases point to them.") { InstallationOption.Data, Json };
        list.SetAction((parsed, cancellation) => InstallationOption.RunAsync(parsed, installation => ModelsList.RunAsync(installation, Writer(parsed), cancellation)));
        var show = new Command("show", "What a version is: weights, thresholds with n and intervals; who moved the champion, when and why.") { Version, InstallationOption.Data, Json };
        show.SetAction((parsed, cancellation) => InstallationOption.RunAsync(parsed, installation => ModelsShow.RunAsync(installation, parsed.GetValue(Version), Writer(parsed), cancellation)));
        var promote = new Command("promote", "Make a version the champion; running scanners take it over without a restart.") { Next, Why, Who, Expect, InstallationOption.Data, Json };
        promote.SetAction((parsed, cancellation) => InstallationOption.RunAsync(parsed, installation => ModelsMove.PromoteAsync(installation, parsed.GetValue(Next), Move(parsed), Writer(parsed), cancellation)));
        var rollback = new Command("rollback", "Make the version champion that was it before the last move.") { Why, Who, Expect, InstallationOption.Data, Json };
        rollback.SetAction((parsed, cancellation) => InstallationOption.RunAsync(parsed, installation => ModelsMove.RollbackAsync(installation, Move(parsed), Writer(parsed), cancellation)));
        var verify = new Command("verify", "Check signature, hashes and files of a version, and the aliases' histories, as a scanner does.") { Version, All, InstallationOption.Data, Json };
        verify.SetAction((parsed, cancellation) => InstallationOption.RunAsync(parsed, installation => ModelsVerify.RunAsync(installation, parsed.GetValue(Version), parsed.GetValue(All), Writer(parsed), cancellation)));
        var export = new Command("export", "Write a version as one self-contained ONNX file (image in, evidence, logit and probability out), and compare it with the scanner.") { Version, Out, Images, InstallationOption.Data, Json };
        export.SetAction((parsed, cancellation) => InstallationOption.RunAsync(parsed, installation => ModelsExport.RunAsync(installation, parsed.GetValue(Version), parsed.GetRequiredValue(Out), parsed.GetRequiredValue(Images), Writer(parsed), cancellation)));
        var publish = new Command("publish", "Put a model package into the installation: the first version of an account, or an imported one.") { Package, Champion, PublishWhy, Who, InstallationOption.Data, Json };
        publish.SetAction((parsed, cancellation) => InstallationOption.RunAsync(parsed, installation => ModelsPublish.RunAsync(
            installation, parsed.GetRequiredValue(Package), parsed.GetValue(Champion), new MoveOptions(parsed.GetRequiredValue(Who), parsed.GetRequiredValue(PublishWhy), null), Writer(parsed), cancellation)));
        return new Command("models", "Versions of an installation: list, show, publish, promote, rollback, verify, export.") { list, show, publish, promote, rollback, verify, export };
    }

    private static ModelsWriter Writer(ParseResult parsed) => new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, parsed.GetValue(Json));

    private static MoveOptions Move(ParseResult parsed) => new(parsed.GetRequiredValue(Who), parsed.GetRequiredValue(Why), parsed.GetValue(Expect));
}
