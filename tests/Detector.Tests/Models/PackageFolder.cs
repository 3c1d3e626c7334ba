using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Google.Protobuf;
using StayPositive.Detector.Models;
using StayPositive.Detector.Models.Onnx;

namespace StayPositive.Detector.Tests.Models;

/// <summary>A saved tiny package that tests tamper with, in a folder that goes away.</summary>
internal sealed class PackageFolder : IDisposable
{
    public PackageFolder() => Tiny.Stride8().Save(Path);

    public string Path { get; } = Directory.CreateTempSubdirectory("package-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Edit(string file, Action<JsonNode> edit)
    {
        var json = JsonNode.Parse(System.IO.File.ReadAllText(File(file)))!;
        edit(json);
        System.IO.File.WriteAllText(File(file), json.ToJsonString());
    }

    public void EditGraph(Action<ModelProto> edit)
    {
        var model = ModelProto.Parser.ParseFrom(System.IO.File.ReadAllBytes(File("backbone.onnx")));
        edit(model);
        ReplaceBackbone(model.ToByteArray());
    }

    /// <summary>An attacker who can write the package also writes the hash that fits.</summary>
    public void ReplaceBackbone(byte[] bytes)
    {
        System.IO.File.WriteAllBytes(File("backbone.onnx"), bytes);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Edit("manifest.json", manifest => manifest["sha256"] = hash);
        Edit("head.json", head => head["backbone"] = hash);
    }

    public void IsRefused(ModelRefusal code, string says)
    {
        var refused = Assert.Throws<ModelRefusedException>(() => ModelPackage.Load(Path));
        Assert.Equal(code, refused.Code);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
