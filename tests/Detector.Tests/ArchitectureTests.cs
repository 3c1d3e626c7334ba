using System.Xml.Linq;
using StayPositive.Tests;

namespace StayPositive.Detector.Tests;

public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Detector"] = [],
        ["Storage"] = ["Detector"],
        ["Functions"] = ["Storage", "Detector"],
        ["RetrainJob"] = ["Storage", "Detector"],
        ["Cli"] = ["Storage", "Detector"],
    };

    [Fact]
    public void References_point_one_way()
    {
        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.NotEmpty(projects);
        foreach (var project in projects)
        {
            var name = Path.GetFileNameWithoutExtension(project);
            var references = XDocument.Load(project).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
            Assert.All(references, reference => Assert.Contains(reference, Allowed[name]));
        }
    }

    [Fact]
    public void Torch_stays_in_one_project() => Assert.Equal(
        ["RetrainJob"],
        Directory.GetFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(project => XDocument.Load(project).Descendants("PackageReference").Any(package => package.Attribute("Include")?.Value is "TorchSharp"))
            .Select(Path.GetFileNameWithoutExtension));
}
