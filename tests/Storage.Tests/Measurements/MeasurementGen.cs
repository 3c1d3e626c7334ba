using CsCheck;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Storage.Tests.Measurements;

/// <summary>Measurements with features from zero over float16's subnormals to far beyond its range.</summary>
internal static class MeasurementGen
{
    public const string Backbone = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static readonly Gen<float> Feature = Gen.OneOf(Gen.Float[0, 1], Gen.Const(0f), Gen.Float[0, 1e-6f], Gen.Float[0, 65504], Gen.Float[0, 1e9f]);

    private static Gen<FeatureVector> Vector(int channels) => Feature.Array[channels].Select(values => new FeatureVector(values));

    private static Gen<EvidenceWindow> Window(int channels) => Gen.Select(Gen.Int[0, 5000], Gen.Int[0, 5000], Gen.OneOf(Gen.Const(64), Gen.Const(128), Gen.Const(256)), Gen.Float[-20, 20], Vector(channels))
        .Select((x, y, size, logit, features) => new EvidenceWindow(x, y, size, size - 1, size, logit, features));

    private static Gen<HeadMeasurement> Head(int channels) => Gen.Select(Gen.Int[1, 9], Gen.Float[-20, 20], Window(channels).Array[0, 3], Gen.Float[0, 100])
        .Select((version, logit, windows, max) => new HeadMeasurement(new ModelVersion($"head-{version}"), logit, windows, max));

    public static readonly Gen<Measurement> Any = Gen.Int[1, 12].SelectMany(channels => Gen.Select(Gen.Int[1, 30000], Gen.Int[1, 30000], Vector(channels), Head(channels).Array[1, 3], Gen.Bool)
        .Select((width, height, features, heads, facts) => new Measurement(
            Backbone, 1, facts ? new ImageFacts(ImageFormat.Jpeg, width, height, 3, 8, false, 1, true, 123) : null, width, height, features, heads, true)));
}
