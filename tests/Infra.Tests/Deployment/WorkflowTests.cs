using System.Text.RegularExpressions;
using StayPositive.Tests;

namespace StayPositive.Infra.Tests.Deployment;

/// <summary>What deploys hands on what the templates ask for.</summary>
public sealed partial class WorkflowTests
{
    private const string Workflow = ".github/workflows/ci.yml";

    /// <summary>Given once by a person; empty afterwards, which keeps what is in the vault.</summary>
    private static readonly string[] Keys = ["TOMBSTONE_KEY", "AUDIT_KEY", "SIGNING_KEY"];

    /// <summary>Set by azd itself.</summary>
    private static readonly string[] Built = ["AZURE_ENV_NAME", "AZURE_LOCATION"];

    private static readonly string[] Parameters = Names(Read("infra/bicep/main.bicepparam"), Variable());

    /// <summary>What it left out would go back to its default: a private network would be public.</summary>
    [Fact]
    public void The_workflow_hands_on_every_choice_of_the_parameter_file()
    {
        Assert.InRange(Parameters.Length, 20, 100);
        Assert.Empty(Parameters.Except(Keys).Except(Names(Read(Workflow), Entry())).Except(Images()));
    }

    [Fact]
    public void The_workflow_holds_no_secret_and_signs_in_by_a_token_of_the_run()
    {
        var text = Read(Workflow);
        Assert.DoesNotContain("secrets.", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Keys, key => text.Contains($"{key}:", StringComparison.Ordinal));
        Assert.Contains("id-token: write", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_deployment_page_names_every_choice()
    {
        var page = Read("docs/deployment.md");
        Assert.DoesNotContain(Parameters, name => !page.Contains(name, StringComparison.Ordinal) && !Built.Contains(name));
    }

    [Fact]
    public void The_hook_after_a_deployment_reads_what_the_template_tells()
    {
        var told = Names(Read("infra/bicep/main.bicep"), Output());
        var read = Names(Read("infra/after-deploy"), Shell());
        Assert.Contains("EVENT_TOPIC", read);
        Assert.Empty(read.Except(told));
    }

    /// <summary>The workflow computes the names of the images: SERVICE_${name^^}_IMAGE_NAME.</summary>
    private static string[] Images() => Read(Workflow).Contains("SERVICE_${name^^}_IMAGE_NAME=", StringComparison.Ordinal) ? [.. Parameters.Where(name => name.StartsWith("SERVICE_", StringComparison.Ordinal))] : [];

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    private static string[] Names(string text, Regex pattern) => [.. pattern.Matches(text).Select(match => match.Groups[1].Value).Distinct()];

    [GeneratedRegex(@"readEnvironmentVariable\('(\w+)'")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^      ([A-Z_]+): ", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^output ([A-Z_]+) ", RegexOptions.Multiline)]
    private static partial Regex Output();

    [GeneratedRegex(@"\$\{?([A-Z_]+)")]
    private static partial Regex Shell();
}
