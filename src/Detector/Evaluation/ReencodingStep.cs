using NetVips;

namespace StayPositive.Detector.Evaluation;

/// <summary>One step of a <see cref="Reencoding"/>. A step draws nothing by chance: the same pixels give the same pixels.</summary>
internal abstract record ReencodingStep
{
    /// <summary>Applies the step to an 8-bit RGB image in memory; the caller disposes the result.</summary>
    public abstract Image Apply(Image image);

    /// <summary>Size of the result for an image of this size, pixels.</summary>
    public virtual (int Width, int Height) SizeAfter(int width, int height) => (width, height);

    /// <summary>Decodes what an encoder wrote.</summary>
    /// <param name="encoded">A whole file in memory.</param>
    protected static Image Decode(byte[] encoded)
    {
        using var decoded = Image.NewFromBuffer(encoded, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);
        return decoded.CopyMemory();
    }
}
