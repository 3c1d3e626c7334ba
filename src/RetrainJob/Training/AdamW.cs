using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StayPositive.RetrainJob.Training;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019), with its whole state at hand, so that a training run can be stopped
/// at any step and resumed with bit-equal results.
/// </summary>
internal sealed class AdamW
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;

    // Scalars live as long as the program: one that is made for a call may be collected while the native code still reads it.
    private static readonly Scalar keepFirst = Beta1;
    private static readonly Scalar addFirst = 1 - Beta1;
    private static readonly Scalar keepSecond = Beta2;
    private static readonly Scalar addSecond = 1 - Beta2;
    private static readonly Scalar epsilon = 1e-8;

    private readonly Parameter[] parameters;
    private readonly Tensor[] first;
    private readonly Tensor[] second;
    private readonly double weightDecay;
    private int steps;

    public AdamW(Parameter[] parameters, double weightDecay)
    {
        this.parameters = parameters;
        this.weightDecay = weightDecay;
        first = parameters.Select(p => zeros_like(p).DetachFromDisposeScope()).ToArray();
        second = parameters.Select(p => zeros_like(p).DetachFromDisposeScope()).ToArray();
    }

    public void ZeroGradients()
    {
        foreach (var parameter in parameters)
            parameter.grad?.zero_();
    }

    /// <summary>One step. Vectors (biases, batch-norm) do not decay.</summary>
    public void Step(double learningRate)
    {
        steps++;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using Scalar rate = -learningRate / (1 - Math.Pow(Beta1, steps));
        using Scalar correction = Math.Sqrt(1 - Math.Pow(Beta2, steps));
        using Scalar decay = 1 - learningRate * weightDecay;
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].grad is not { } gradient)
                continue;
            first[i].mul_(keepFirst).add_(gradient, alpha: addFirst);
            second[i].mul_(keepSecond).addcmul_(gradient, gradient, addSecond);
            if (weightDecay > 0 && parameters[i].dim() > 1)
                parameters[i].mul_(decay);
            using var denominator = second[i].sqrt().div_(correction).add_(epsilon);
            parameters[i].addcdiv_(first[i], denominator, rate);
        }
    }

    /// <summary>The state, in parameter order: first and second moments, then the step count.</summary>
    public IEnumerable<Tensor> State() => first.Concat(second);

    public int Steps
    {
        get => steps;
        set => steps = value;
    }
}
