using StayPositive.Detector.Models;
using StayPositive.Detector.Models.Onnx;
using StayPositive.RetrainJob.Training;
using static TorchSharp.torch;

namespace StayPositive.Peers;

/// <summary>The package's network in TorchSharp, with the weights of its ONNX file, so that all peers give the same logit.</summary>
internal static class TorchNetwork
{
    /// <summary>
    /// The module that training uses, batch norms and all. ONNX has them folded into the convolutions, so the norms are set to what leaves the folded weights as they
    /// are: gain 1, mean 0, variance 1 - epsilon; the bias is the norm's.
    /// </summary>
    public static Func<Tensor, Tensor> Trained(ModelPackage package)
    {
        var constants = Constants(package);
        var module = new BackboneModule();
        using var noGrad = no_grad();
        for (var n = 0; n < module.Layers.Count; n++)
        {
            var (convolution, norm) = module.Layers[n];
            convolution.weight!.copy_(constants[$"weight{n + 1}"]);
            norm.weight!.fill_(1);
            norm.bias!.copy_(constants[$"bias{n + 1}"]);
            norm.running_mean!.zero_();
            norm.running_var!.fill_(1 - norm.eps);
        }

        module.eval();
        return module.forward;
    }

    /// <summary>The fewest eager operators: convolution with its bias, then ReLU in place.</summary>
    public static Func<Tensor, Tensor> Folded(ModelPackage package)
    {
        var graph = Graph(package);
        var constants = Constants(package);
        return image =>
        {
            var x = image;
            foreach (var node in graph.Node)
            {
                x = node.OpType switch
                {
                    "Mul" => x * constants[node.Input[1]],
                    "Clip" => x.clamp_(constants[node.Input[1]], constants[node.Input[2]]),
                    "Relu" => x.relu_(),
                    _ => nn.functional.conv2d(x, constants[node.Input[1]], constants[node.Input[2]], Strides(node)),
                };
            }

            return x;
        };
    }

    private static long[] Strides(NodeProto node) => [.. node.Attribute.Single(attribute => attribute.Name == "strides").Ints];

    private static Dictionary<string, Tensor> Constants(ModelPackage package) => Graph(package).Initializer.ToDictionary(
        constant => constant.Name, constant => tensor(ConvChain.Values(constant).ToArray(), [.. constant.Dims]));

    private static GraphProto Graph(ModelPackage package) => ModelProto.Parser.ParseFrom(package.BackboneBytes.Span).Graph;
}
