using System.Reflection;
using System.Text.Json;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StayPositive.Functions.Tests.Scanning;
using StayPositive.Functions.Wiring;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Uploads;
using StayPositive.Tests;

namespace StayPositive.Functions.Tests.Doors.Isolated;

/// <summary>The isolated worker cannot be restored here. What can be held: its door compiles, says the same as the custom handler's function.json files, and comes to the same flow.</summary>
public sealed class IsolatedDoorTests
{
    private static readonly Lazy<Assembly> Door = new(IsolatedDoor.Load);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static MethodInfo[] Functions => [.. Door.Value.GetExportedTypes().SelectMany(type => type.GetMethods()).Where(method => Attribute(method, "FunctionAttribute") is not null)];

    [Fact]
    public void It_has_a_program_and_its_functions_have_the_bindings_of_the_function_json_files()
    {
        Assert.NotNull(Door.Value.EntryPoint);
        var folders = Directory.GetFiles(Path.Combine(Repository.Root, "src", "Functions", "Doors"), "function.json", SearchOption.AllDirectories).ToDictionary(file => Path.GetFileName(Path.GetDirectoryName(file)!));
        Assert.Equal(folders.Keys.Order(), Functions.Select(function => Named(Attribute(function, "FunctionAttribute")!, "Name")).Order());
        foreach (var function in Functions)
        {
            var json = JsonDocument.Parse(File.ReadAllText(folders[(string)Named(Attribute(function, "FunctionAttribute")!, "Name")!]));
            var binding = Assert.Single(json.RootElement.GetProperty("bindings").EnumerateArray().ToArray());
            var (parameter, trigger) = function.GetParameters().Select(parameter => (parameter, parameter.GetCustomAttributes().SingleOrDefault(attribute => attribute.GetType().Name.EndsWith("TriggerAttribute", StringComparison.Ordinal)))).Single(pair => pair.Item2 is not null);
            string? Text(string name) => binding.TryGetProperty(name, out var value) ? value.GetString() : null;
            Assert.Equal(Text("type") + "Attribute", trigger!.GetType().Name, ignoreCase: true);
            Assert.Equal(Text("name"), parameter.Name);
            Assert.Equal(Text("path"), Named(trigger, "BlobPath"));
            Assert.Equal(Text("source"), Named(trigger, "Source")?.ToString());
            Assert.Equal(Text("queueName"), Named(trigger, "QueueName"));
            Assert.Equal(Text("schedule"), Named(trigger, "Schedule"));
            Assert.Equal(Text("connection"), Named(trigger, "Connection"));
        }
    }

    [Fact]
    public void The_blob_comes_as_a_reference_with_the_name_from_the_path_and_the_message_as_text()
    {
        Type[] Parameters(string function) => [.. Functions.Single(method => Equals(Named(Attribute(method, "FunctionAttribute")!, "Name"), function)).GetParameters().Select(parameter => parameter.ParameterType)];
        Assert.Equal((typeof(BlobClient), typeof(string)), (Parameters("ScanUpload")[0], Parameters("ScanUpload")[1]));
        Assert.Equal("name", Functions.Single(method => method.DeclaringType!.Name == "ScanUploadFunction").GetParameters()[1].Name);
        Assert.Equal(typeof(string), Parameters("ScanRequest")[0]);
        Assert.Equal("TimerInfo", Parameters("Sweep")[0].Name);
        Assert.All(Functions, function => Assert.Equal((typeof(Task), typeof(CancellationToken)), (function.ReturnType, function.GetParameters()[^1].ParameterType)));
    }

    [Fact]
    public async Task A_message_ends_with_a_state_and_one_that_cannot_be_read_is_no_failure()
    {
        var folder = Directory.CreateTempSubdirectory("isolated-").FullName;
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration["data"] = folder;
        var settings = builder.AddScanner();
        using (var app = builder.Build())
        {
            await app.Services.PrepareAsync(settings.Storage, settings.Scanning, Cancellation);
            var image = Path.Combine(folder, "uploads", "a.jpg");
            File.WriteAllBytes(image, FlowWorld.Sample(ScanFlowTests.Photo));
            var function = Functions.Single(method => method.DeclaringType!.Name == "ScanRequestFunction");
            var instance = ActivatorUtilities.CreateInstance(app.Services, function.DeclaringType!);

            await (Task)function.Invoke(instance, ["no json", Cancellation])!;
            await (Task)function.Invoke(instance, ["""{"container":"uploads","blob":"a.jpg"}""", Cancellation])!;

            var uploads = app.Services.GetRequiredService<Functions.Scanning.Stores>();
            var entry = await uploads.Uploads.FindAsync(new UploadName("uploads", "a.jpg"), Cancellation);
            Assert.NotNull(await uploads.States.ReadAsync(StateKey.Of(new Scope("uploads"), "a.jpg", entry!.Version.ETag), Cancellation));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Attribute? Attribute(MethodInfo method, string name) => method.GetCustomAttributes().SingleOrDefault(attribute => attribute.GetType().Name == name);

    private static object? Named(Attribute attribute, string property) => attribute.GetType().GetProperty(property)?.GetValue(attribute);
}
