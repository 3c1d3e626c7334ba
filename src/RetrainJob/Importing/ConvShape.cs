namespace StayPositive.RetrainJob.Importing;

/// <summary>A convolution without bias and the batch normalisation behind it, by their names in the state dict.</summary>
/// <param name="Name">Holds weight.</param>
/// <param name="Norm">Holds weight, bias, running_mean, running_var.</param>
/// <param name="Inputs">Channels.</param>
/// <param name="Outputs">Channels.</param>
/// <param name="Kernel">Side; the input is padded with (Kernel - 1) / 2 zeros on each side.</param>
/// <param name="Stride">Pixels of the input.</param>
internal sealed record ConvShape(string Name, string Norm, int Inputs, int Outputs, int Kernel, int Stride)
{
    /// <summary>Zeros on each side.</summary>
    public int Padding => (Kernel - 1) / 2;
}
