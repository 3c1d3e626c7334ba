using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StayPositive.Tests;

namespace StayPositive.Functions.Tests.Doors.Isolated;

/// <summary>The files of the isolated door, compiled against our assembly and the worker's declarations.</summary>
internal static class IsolatedDoor
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Functions", "Doors", "Isolated");

    /// <summary>Compiles and loads; named as these tests are, so that it sees what is internal.</summary>
    public static Assembly Load()
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var sources = Directory.GetFiles(Folder, "*.cs").Select(File.ReadAllText).Append(WorkerStubs.Source).Append(WorkerStubs.ImplicitUsings);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != typeof(IsolatedDoor).Assembly.GetName().Name)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            typeof(IsolatedDoor).Assembly.GetName().Name, sources.Select(source => CSharpSyntaxTree.ParseText(source, options)), references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var memory = new MemoryStream();
        var result = compilation.Emit(memory);
        Assert.Empty(result.Diagnostics.Where(found => found.Severity >= DiagnosticSeverity.Warning).Select(found => found.ToString()));
        memory.Position = 0;
        return new AssemblyLoadContext(nameof(IsolatedDoor)).LoadFromStream(memory);
    }
}
