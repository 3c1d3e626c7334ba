using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Models;

/// <summary>
/// A model version: a folder with <c>manifest.json</c>, <c>backbone.onnx</c>, <c>head.json</c> and <c>policy.json</c>. Verified when it is loaded, before
/// any runtime sees it. Immutable.
/// </summary>
/// <param name="Backbone">Shapes and hash of the backbone.</param>
/// <param name="BackboneBytes">The ONNX file.</param>
/// <param name="Head">w >= 0 and b.</param>
/// <param name="Calibration">Thresholds and probability scale of the head.</param>
/// <param name="Policy">Default policy.</param>
public sealed record ModelPackage(
    BackboneManifest Backbone, ReadOnlyMemory<byte> BackboneBytes, NonNegativeHead Head, Calibration Calibration, Policy Policy)
{
    internal const string ManifestFile = "manifest.json";
    internal const string BackboneFile = "backbone.onnx";
    private const string HeadFileName = "head.json";
    private const string PolicyFile = "policy.json";

    /// <summary>The head's version names the model.</summary>
    public ModelVersion Version => Head.Version;

    /// <summary>Loads and verifies a package.</summary>
    /// <exception cref="ModelRefusedException">Anything is missing or wrong; the message is one sentence with file, value and limit.</exception>
    public static ModelPackage Load(string directory)
    {
        if (!Directory.Exists(directory))
            throw new ModelRefusedException(ModelRefusal.Missing, $"There is no model folder '{directory}'.");

        var manifest = ReadBytes(directory, ManifestFile);
        RefuseWithoutHead(BackbonePackage.ReadManifest(manifest)); // such a package has no head.json, which is not what is wrong with it
        return Parse(new ModelFiles(
            manifest, ReadBytes(directory, BackboneFile), ReadBytes(directory, HeadFileName), ReadBytes(directory, PolicyFile)));
    }

    /// <summary>Verifies the files of a package.</summary>
    /// <exception cref="ModelRefusedException">Anything is wrong; the message is one sentence with file, value and limit.</exception>
    public static ModelPackage Parse(ModelFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var manifest = BackbonePackage.ReadManifest(files.Manifest);
        RefuseWithoutHead(manifest);
        var head = Read(files.Head, HeadFileName, PackageJson.Default.HeadFile);
        var policy = Read(files.Policy, PolicyFile, PolicyJson.Policy);
        CheckHeadFile(manifest, head);
        var bound = BackbonePackage.Check(files.Backbone, manifest);
        if (manifest.Stride != BackboneManifest.CellPixels)
            throw new ModelRefusedException(ModelRefusal.WrongShape, $"backbone.onnx has a stride of {manifest.Stride} pixels; this program's cells have {BackboneManifest.CellPixels}.");
        var checkedHead = CheckHead(head, manifest);
        if (manifest.Padding != BackboneManifest.ZeroPerLayer) // fifty layers have no bound that says anything
            CheckReach(checkedHead, bound);
        CheckCalibration(head.Calibration, policy);
        return new ModelPackage(manifest, files.Backbone, checkedHead, head.Calibration, policy);
    }

    /// <summary>The files of the package; the same package always gives the same bytes.</summary>
    public ModelFiles ToFiles()
    {
        var head = new HeadFile
        {
            Version = Head.Version.Value,
            Backbone = Backbone.Sha256,
            Weights = Head.Weights.ToArray(),
            Bias = Head.Bias,
            Calibration = Calibration,
        };
        return new ModelFiles(
            JsonSerializer.SerializeToUtf8Bytes(Backbone, PackageJson.Default.BackboneManifest), BackboneBytes,
            JsonSerializer.SerializeToUtf8Bytes(head, PackageJson.Default.HeadFile), JsonSerializer.SerializeToUtf8Bytes(Policy, PolicyJson.Policy));
    }

    /// <summary>
    /// Writes the package, each file by an atomic rename. An older manifest goes first and the new one comes last, so that who begins to read meanwhile, or after
    /// a crash, is refused (<see cref="ModelRefusal.Missing"/>) and never gets a mixture.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Save(string directory)
    {
        Directory.CreateDirectory(directory);
        var files = ToFiles();
        File.Delete(Path.Combine(directory, ManifestFile));
        Write(directory, BackboneFile, files.Backbone);
        Write(directory, HeadFileName, files.Head);
        Write(directory, PolicyFile, files.Policy);
        Write(directory, ManifestFile, files.Manifest);
    }

    private static void RefuseWithoutHead(BackboneManifest manifest)
    {
        if (manifest.Head == BackboneManifest.NotYetPositive)
            throw new ModelRefusedException(
                ModelRefusal.NotYetPositive,
                "The model has no non-negative head yet: the imported one has negative weights. Fit a head on this backbone (RetrainJob fit-imported) before it scans.");
    }

    private static void CheckHeadFile(BackboneManifest manifest, HeadFile head)
    {
        if (head.Schema != BackboneManifest.CurrentSchema)
            throw new ModelRefusedException(ModelRefusal.BadManifest, $"head.json has the schema {head.Schema}; this program reads {BackboneManifest.CurrentSchema}.");
        if (head.Backbone != manifest.Sha256)
            throw new ModelRefusedException(ModelRefusal.WrongHash, $"head.json belongs to the backbone {head.Backbone}, not to {manifest.Sha256}.");
    }

    private static NonNegativeHead CheckHead(HeadFile head, BackboneManifest manifest)
    {
        if (head.Weights.Length != manifest.Channels)
            throw new ModelRefusedException(ModelRefusal.WrongShape, $"head.json has {head.Weights.Length} weights; the backbone has {manifest.Channels} channels.");
        if (head.Weights.Any(weight => weight < 0))
            throw new ModelRefusedException(ModelRefusal.NegativeWeight, $"head.json has the negative weight {head.Weights.Min()}; a head must be non-negative.");
        try
        {
            return new NonNegativeHead(new ModelVersion(head.Version), head.Weights, head.Bias);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new ModelRefusedException(ModelRefusal.NotFinite, $"head.json: {exception.Message}", exception);
        }
        catch (ArgumentException exception)
        {
            throw new ModelRefusedException(ModelRefusal.BadManifest, $"head.json: {exception.Message}", exception);
        }
    }

    /// <summary>The evidence of a cell is at most the sum of w x bound; it must be far from overflowing.</summary>
    private static void CheckReach(NonNegativeHead head, double bound)
    {
        var reach = (double)Math.Abs(head.Bias);
        foreach (var weight in head.Weights)
            reach += weight * bound;
        if (!(reach <= ConvChain.Limit))
            throw new ModelRefusedException(ModelRefusal.NotFinite, $"head.json: logits could reach {reach:E1}; the limit is {ConvChain.Limit:E0}.");
    }

    private static void CheckCalibration(Calibration calibration, Policy policy)
    {
        try
        {
            calibration.Check();
            policy.Check();
            calibration.CheckFor(policy);
        }
        catch (ArgumentException exception)
        {
            throw new ModelRefusedException(ModelRefusal.BadCalibration, $"head.json or policy.json: {exception.Message}", exception);
        }
    }

    internal static T Read<T>(ReadOnlyMemory<byte> content, string file, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(content.Span, type) ?? throw new JsonException("it is empty");
        }
        catch (JsonException exception)
        {
            throw new ModelRefusedException(ModelRefusal.BadManifest, $"{file} cannot be read: {exception.Message}", exception);
        }
    }

    internal static byte[] ReadBytes(string directory, string file)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(directory, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelRefusedException(ModelRefusal.Missing, $"{Path.Combine(directory, file)} cannot be read: {exception.Message}", exception);
        }
    }

    internal static void Write(string directory, string file, ReadOnlyMemory<byte> bytes)
    {
        var part = Path.Combine(directory, file + ".part");
        File.WriteAllBytes(part, bytes.Span);
        File.Move(part, Path.Combine(directory, file), overwrite: true);
    }
}
