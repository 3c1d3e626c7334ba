using StayPositive.Detector.Evaluation;
using StayPositive.RetrainJob.Pairs;
using StayPositive.RetrainJob.Photos;
using StayPositive.RetrainJob.Recipes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StayPositive.RetrainJob.Training;

/// <summary>AUCs on fixed crops of the validation photos: seen and held-out families, clean and fully augmented, by both training heads.</summary>
internal sealed class BackboneValidation
{
    private const int Batches = 6;
    private readonly (string Name, CropBatch[] Batches)[] sets;

    public BackboneValidation(Recipe recipe, PieceStore store)
    {
        var rendered = recipe.Families.Where(family => store.IsComplete(family.Name)).ToArray();
        var seen = rendered.Where(family => !family.HeldOut).ToArray();
        var heldOut = rendered.Where(family => family.HeldOut).ToArray();
        var calm = recipe with { Backbone = recipe.Backbone with { Augmentation = recipe.Backbone.Augmentation with { Masked = 0 } } };
        var hardest = seen.Where(family => family.Weight == seen.Max(other => other.Weight)).ToArray();
        sets = new[] { ("seen", seen), ("hardest", hardest), ("held-out", heldOut) }
            .Where(families => families.Item2.Length > 0)
            .SelectMany(families => new[] { ("clean", 0.0), ("augmented", 1.0) }, (families, strength) =>
            {
                var sampler = new CropSampler(store, calm, Split.Validation, families.Item2);
                var batches = Enumerable.Range(0, Batches).Select(n => sampler.Batch(-1 - n, strength.Item2, padded: false)).ToArray();
                return ($"{families.Item1} {strength.Item1}", batches);
            })
            .ToArray();
    }

    /// <summary>One cell a set: AUC of the unconstrained / non-negative head against the pairs' photos, then of the latter against laundered and native ones.</summary>
    public string Run(BackboneModule model, Linear unconstrained, Linear positive)
    {
        model.eval();
        using var noGrad = no_grad();
        return string.Join('\t', sets.Select(set =>
        {
            var rows = new List<(RowKind Kind, float Unconstrained, float Positive)>();
            foreach (var batch in set.Batches)
            {
                using var scope = NewDisposeScope();
                var z = BatchTensors.Pool(batch, model.forward(BatchTensors.Images(batch)));
                var u = unconstrained.forward(z).data<float>().ToArray();
                var p = positive.forward(z).data<float>().ToArray();
                rows.AddRange(batch.Rows.Select((row, i) => (row.Kind, u[i], p[i])));
            }

            double Auc(RowKind real, Func<(RowKind Kind, float Unconstrained, float Positive), float> score) => RankedScores.Of(
                rows.Where(row => row.Kind == RowKind.Fake || row.Kind == real)
                    .Select(row => new ScoredRow("all", row.Kind == RowKind.Fake, score(row)))
                    .ToArray()).Auc();
            return $"{set.Name} {Auc(RowKind.Real, r => r.Unconstrained):P1}/{Auc(RowKind.Real, r => r.Positive):P1}"
                + $" laundered {Auc(RowKind.Laundered, r => r.Positive):P1} native {Auc(RowKind.Native, r => r.Positive):P1}";
        }));
    }
}
