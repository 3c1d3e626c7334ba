using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using StayPositive.Tests;

namespace StayPositive.Infra.Tests.Docs;

/// <summary>Commands of the pages: those that take no time are run; of all others, what they name must be there.</summary>
public sealed partial class CommandTests
{
    /// <summary>Fast, and without a trace: run as they stand, by the programs that were built with these tests.</summary>
    private static readonly string[] Run =
    [
        "dotnet run -c Release --project src/Cli -- scan samples",
        "bench/cost",
        "bench/cost megapixels=12 duplicates=0.3",
    ];

    private static readonly string[] FunctionsOptions = ["--data", "--role", "--urls"]; // docs/operations.md; the program takes any setting as an option
    private static readonly ConcurrentDictionary<string, Task<string>> Helps = new(StringComparer.Ordinal);

    public static TheoryData<string, string> Commands =>
        [.. Page.All.SelectMany(page => page.Commands().Distinct().Select(command => (page.Path, command)))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_pages_hold_commands() => Assert.InRange(Page.All.Sum(page => page.Commands().Count()), 30, 1000);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_names_what_is_there(string page, string command)
    {
        Assert.NotEmpty(page);
        foreach (var problem in await ProblemsAsync(command))
            Assert.Fail($"{page}: {command}: {problem}");
    }

    [Theory]
    [InlineData("dotnet run -c Release --project src/Cli -- scan samples --jsonlines", "--jsonlines")]
    [InlineData("dotnet run -c Release --project src/Clii -- scan samples", "src/Clii")]
    [InlineData("dotnet run -c Release --project src/RetrainJob -- refitt --data data", "refitt")]
    [InlineData("bench/no-such-script", "bench/no-such-script")]
    public async Task A_command_that_names_what_is_not_there_is_found(string command, string problem) =>
        Assert.Contains(await ProblemsAsync(command), sentence => sentence.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public async Task Commands_that_take_no_time_run_and_succeed()
    {
        foreach (var command in Run)
        {
            var (program, arguments) = Split(command);
            var ran = await Command.RunAsync(program, arguments, Cancellation);
            Assert.True(ran.ExitCode == 0, $"{command}: {ran.ExitCode} {ran.Text}");
            Assert.NotEmpty(ran.Output);
        }
    }

    /// <summary>CONTRIBUTING.md says of all others why not; a row may stand for several commands, as their beginning.</summary>
    [Fact]
    public void Every_command_is_run_by_a_test_or_it_is_said_why_not()
    {
        var excused = Page.Read("CONTRIBUTING.md").Table("commands that begin so", "why no test runs them as they stand").SelectMany(row => Beginning().Matches(row[0]).Select(match => match.Groups[1].Value)).ToArray();
        var all = Page.All.SelectMany(page => page.Commands()).Select(Plain).Distinct().ToArray();
        var run = Run.Concat(OperatorCommandTests.Commands).ToArray();
        Assert.Empty(run.Except(all));
        Assert.DoesNotContain(all.Except(run), command => !excused.Any(begin => command.StartsWith(begin, StringComparison.Ordinal)));
        Assert.DoesNotContain(excused, begin => !all.Any(command => command.StartsWith(begin, StringComparison.Ordinal)));
    }

    /// <summary>The program of a command that is one of ours, and its arguments.</summary>
    internal static (string Program, string[] Arguments) Split(string command)
    {
        var words = Words(command);
        return words[0] switch
        {
            "dotnet" => (Build.Executable(words[Array.IndexOf(words, "--project") + 1]), Array.IndexOf(words, "--") is var end and > 0 ? words[(end + 1)..] : []),
            "staypositive" => (Build.Executable("src/Cli"), words[1..]),
            "RetrainJob" => (Build.Executable("src/RetrainJob"), words[1..]),
            _ => (Path.Combine(Repository.Root, words[0]), words[1..]),
        };
    }

    /// <summary>Without the variables before it.</summary>
    private static string Plain(string command) => Variables().Replace(command, "");

    private static async Task<IReadOnlyList<string>> ProblemsAsync(string command)
    {
        var words = Words(Plain(command)).TakeWhile(word => word is not ("|" or ">" or "&&" or ";")).ToArray();
        if (words.Length > 1 && words[0] == "/usr/bin/time")
            words = [.. words.Skip(1).SkipWhile(word => word.StartsWith('-'))];
        if (words[0] is "az" or "azd" or "docker" or "curl" or "openssl")
            return [.. words.Skip(1).Where(IsOurFile).Where(word => !Exists(word)).Select(word => $"there is no {word}")];
        if (words[0] is "staypositive" or "RetrainJob")
            return await OfProgramAsync(words[0] == "RetrainJob" ? "src/RetrainJob" : "src/Cli", words[1..]);
        if (words[0] == "dotnet")
        {
            var end = Array.IndexOf(words, "--");
            var before = end < 0 ? words : words[..end];
            var project = Array.IndexOf(before, "--project") is var at and > 0 ? before[at + 1] : words[1] is "publish" or "build" && words.Length > 2 && IsOurFile(words[2]) ? words[2] : null;
            if (project is not null && !Exists(project))
                return [$"there is no {project}"];
            return words[1] == "run" && project is not null && Build.Programs.ContainsKey(project) ? await OfProgramAsync(project, end < 0 ? [] : words[(end + 1)..]) : [];
        }

        return Exists(words[0]) ? [] : [$"there is no {words[0]}"];
    }

    /// <summary>Verbs and options, against what the program itself says that it takes.</summary>
    private static async Task<IReadOnlyList<string>> OfProgramAsync(string project, string[] arguments)
    {
        var options = arguments.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(word => word.Split('=')[0]).ToArray();
        if (project == "src/Functions")
            return [.. options.Where(option => !FunctionsOptions.Contains(option)).Select(option => $"Functions has no option {option}")];
        var verbs = new List<string>();
        foreach (var word in arguments.TakeWhile(word => VerbName().IsMatch(word)))
        {
            var known = await HelpAsync(project, [.. verbs]);
            var names = VerbLine().Matches(Section(known, "Commands:")).Select(match => match.Groups[1].Value).ToArray();
            if (names.Length == 0)
                break; // an argument of the verb
            if (word.Split('|').FirstOrDefault(name => !names.Contains(name)) is { } wrong)
                return [$"{project} has no verb {wrong}"];
            verbs.Add(word.Split('|')[0]);
        }

        var help = await HelpAsync(project, [.. verbs]);
        return [.. options.Where(option => !Regex.IsMatch(help, $@"(?<![\w-]){Regex.Escape(option)}(?![\w-])")).Select(option => $"{string.Join(' ', verbs)} has no option {option}")];
    }

    private static Task<string> HelpAsync(string project, string[] verbs) =>
        Helps.GetOrAdd($"{project} {string.Join(' ', verbs)}", async _ => (await Command.RunAsync(Build.Executable(project), [.. verbs, "--help"], CancellationToken.None)).Output);

    private static string Section(string help, string heading) => help.Contains(heading, StringComparison.Ordinal) ? help[help.IndexOf(heading, StringComparison.Ordinal)..] : "";

    private static bool IsOurFile(string word) => Regex.IsMatch(word, "^(src|bench|tests|infra|docs|models|samples)/[^ ]*$");

    private static bool Exists(string path) => Path.Exists(Path.Combine(Repository.Root, path)) || Path.Exists(Path.Combine(Repository.Root, path, Path.GetFileName(path) + ".csproj"));

    private static string[] Words(string command) => [.. Word().Matches(command).Select(match => match.Value.Trim('\'', '"'))];

    [GeneratedRegex("'[^']*'|\"[^\"]*\"|[^ ]+")]
    private static partial Regex Word();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"^(\w+=(\$\([^)]*\)|\S+) )+")]
    private static partial Regex Variables();

    [GeneratedRegex(@"^[a-z][a-z-]*(\|[a-z][a-z-]*)*$")]
    private static partial Regex VerbName();

    [GeneratedRegex(@"^  ([a-z][a-z-]*)", RegexOptions.Multiline)]
    private static partial Regex VerbLine();
}
