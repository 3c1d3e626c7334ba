using TorchSharp;
using static TorchSharp.torch;

namespace StayPositive.RetrainJob.Training;

/// <summary>The whole state of a run (modules with their buffers, optimizer, step) in one file that is replaced atomically.</summary>
internal sealed class TrainingCheckpoint(string path, nn.Module[] modules, AdamW optimizer)
{
    private string File => PathOf(path);

    /// <summary>Loads only the first module of a checkpoint, and returns the step it was written after.</summary>
    /// <exception cref="FileNotFoundException">No backbone has been trained here.</exception>
    public static int LoadModel(string path, nn.Module model)
    {
        using var noGrad = no_grad();
        using var reader = new BinaryReader(System.IO.File.OpenRead(PathOf(path)));
        var step = reader.ReadInt32();
        _ = reader.ReadInt32();
        foreach (var state in model.state_dict().Values)
            state.Load(reader);
        return step;
    }

    public void Save(int step)
    {
        var part = File + ".part";
        using (var writer = new BinaryWriter(System.IO.File.Create(part)))
        {
            writer.Write(step);
            writer.Write(optimizer.Steps);
            foreach (var state in States())
                state.Save(writer);
        }

        System.IO.File.Move(part, File, overwrite: true);
    }

    /// <summary>Loads the newest checkpoint and returns its step, or 0 when there is none.</summary>
    public int TryLoad()
    {
        if (!System.IO.File.Exists(File))
            return 0;

        using var noGrad = no_grad();
        using var reader = new BinaryReader(System.IO.File.OpenRead(File));
        var step = reader.ReadInt32();
        optimizer.Steps = reader.ReadInt32();
        foreach (var state in States())
            state.Load(reader);
        return step;
    }

    private static string PathOf(string path) => path + ".checkpoint";

    private IEnumerable<Tensor> States() => modules.SelectMany(module => module.state_dict().Values).Concat(optimizer.State());
}
