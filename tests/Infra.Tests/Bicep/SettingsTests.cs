using System.Reflection;
using System.Text.RegularExpressions;
using StayPositive.Functions.Notes;
using StayPositive.Functions.Scanning;
using StayPositive.Functions.Web;
using StayPositive.Storage.Installations;
using StayPositive.Tests;

namespace StayPositive.Infra.Tests.Bicep;

/// <summary>Settings that the template gives are settings that the programs read.</summary>
public sealed partial class SettingsTests
{
    private static readonly Dictionary<string, Type> Sections = new(StringComparer.Ordinal)
    {
        ["Storage"] = typeof(InstallationSettings),
        ["Scanning"] = typeof(ScanningOptions),
        ["OpenAI"] = typeof(NotesOptions),
        ["Web"] = typeof(WebOptions),
    };

    /// <summary>Read by the Functions host or by libraries, not by our code.</summary>
    private static readonly string[] OfOthers =
    [
        "Storage__credential", "Storage__clientId", "AzureWebJobs__ScanUpload__Disabled", "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__credential",
        "AzureWebJobsStorage__clientId", "AZURE_CLIENT_ID", "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
    ];

    [Fact]
    public async Task Every_setting_of_the_template_is_one_that_a_program_reads()
    {
        var names = Names((await BicepFiles.MainAsync()).ToJsonString());
        Assert.Contains("Storage__BlobServiceUri", names); // else nothing was looked at
        Assert.Contains("Auth__Authority", names);
        Assert.DoesNotContain(names, name => !IsRead(name));
    }

    [Theory]
    [InlineData("Storage__BlobServiceUrl")]
    [InlineData("Scanning__Kontainers__0")]
    [InlineData("Auth__Autority")]
    public void A_name_that_nobody_reads_is_found(string name) => Assert.False(IsRead(name));

    private static string[] Names(string template) => [.. Name().Matches(template).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];

    private static bool IsRead(string name)
    {
        if (OfOthers.Contains(name))
            return true;
        var parts = name.Split("__");
        if (parts.Length > 1 && Sections.TryGetValue(parts[0], out var type))
            return Settable(type).Contains(parts[1]);
        return Sources.Value.Contains($"\"{name.Replace("__", ":", StringComparison.Ordinal)}\"", StringComparison.Ordinal) || Sources.Value.Contains($"\"{name}\"", StringComparison.Ordinal);
    }

    private static readonly Lazy<string> Sources = new(() => string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText)));

    /// <summary>What the binder fills: settable properties, and lists.</summary>
    private static IEnumerable<string> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true } || property.PropertyType.IsGenericType).Select(property => property.Name);

    /// <summary>Names in objects (<c>"name":"X"</c>) and in expressions (<c>createObject('name', 'X'</c>, <c>'variable', 'X'</c>, <c>format('X__{0}'</c>), with two underscores or in capitals.</summary>
    [GeneratedRegex(@"(?:""(?:name|variable)"":""|\\u0027(?:name|variable)\\u0027, (?:format\()?\\u0027|'(?:name|variable)', (?:format\()?')([A-Z][A-Za-z]*__[A-Za-z_]+?|[A-Z]+_[A-Z_]+|UploadContainer|AllowedHosts)(?=""|\\u0027|'|__\{0\})")]
    private static partial Regex Name();
}
