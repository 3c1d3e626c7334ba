using StayPositive.RetrainJob.Checkpoints;

namespace StayPositive.RetrainJob.Tests.Checkpoints;

/// <summary>Checkpoints that attack whoever loads them: each is refused by name, and nothing of it runs.</summary>
public sealed class HostileCheckpointTests(ITestOutputHelper output)
{
    private static readonly string Canary = Path.Combine(Path.GetTempPath(), "checkpoint-canary-" + Environment.ProcessId);

    private static readonly (string Module, string Name)[] Weapons =
    [
        ("os", "system"), ("posix", "system"), ("nt", "system"), ("builtins", "eval"), ("builtins", "exec"), ("builtins", "__import__"), ("__builtin__", "eval"),
        ("subprocess", "Popen"), ("subprocess", "check_output"), ("runpy", "_run_code"), ("webbrowser", "open"), ("socket", "create_connection"), ("shutil", "rmtree"),
        ("torch", "load"), ("torch.hub", "load"), ("torch._utils", "_rebuild_tensor"), ("torch.storage", "_load_from_bytes"), ("torch.jit", "load"), ("numpy", "load"),
        ("pickle", "loads"), ("functools", "partial"), ("operator", "attrgetter"), ("collections", "defaultdict"), ("collections", "OrderedDict.__init__"), ("torch", "QInt8Storage"),
        ("builtins", "getattr"), ("builtins", "compile"), ("builtins", "map"), ("builtins", "filter"), ("builtins", "open"), ("posix", "execv"), ("posix", "popen"), ("os", "spawnl"), ("os", "popen"), ("pty", "spawn"),
        ("functools", "reduce"), ("operator", "methodcaller"), ("operator", "itemgetter"), ("operator", "concat"), ("itertools", "starmap"), ("importlib", "import_module"), ("types", "CodeType"), ("types", "FunctionType"),
        ("codecs", "decode"), ("_codecs", "encode"), ("copyreg", "_reconstructor"), ("ctypes", "CDLL"), ("marshal", "loads"), ("asyncio.unix_events", "_UnixSubprocessTransport._start"), ("timeit", "timeit"), ("bdb", "Bdb.run"),
        ("pip", "main"), ("pydoc", "pipepager"), ("urllib.request", "urlopen"), ("multiprocessing.util", "spawnv_passfds"), ("_posixsubprocess", "fork_exec"), ("numpy.core.multiarray", "scalar"), ("numpy.testing._private.utils", "runstring"),
        ("torch.serialization", "load"), ("torch.utils._config_module", "ConfigModule.load_config"), ("torch.fx.graph_module", "reduce_graph_module"), ("torch._utils", "_rebuild_device_tensor_from_numpy"), ("torch", "Tensor.apply_"),
        ("torch.nn.modules.linear", "Linear"), ("argparse", "Namespace"), ("pathlib", "PosixPath"), ("__main__", "Model"), ("torch", "FloatStorage.from_file"), ("torch._utils", "_rebuild_tensor_v2.__globals__"), ("", ""), ("torch ", "FloatStorage"),
    ];

    [Fact]
    public void Every_attack_is_refused_by_name_and_nothing_is_executed()
    {
        var counts = new SortedDictionary<CheckpointRefusal, int>();
        foreach (var (name, file, expected) in Corpus())
        {
            var refused = Record.Exception(() => CheckpointReader.Read(file)) as CheckpointRefusedException;
            Assert.True(refused?.Code == expected, $"{name}: {refused?.Code.ToString() ?? "read"} ({refused?.Message}) instead of {expected}");
            Assert.NotEmpty(refused!.Message);
            counts[expected] = counts.GetValueOrDefault(expected) + 1;
        }

        Assert.False(File.Exists(Canary));
        output.WriteLine(string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}")));
    }

    [Fact]
    public void A_forbidden_global_is_named() =>
        Assert.Contains("os.system", Assert.Throws<CheckpointRefusedException>(() => CheckpointReader.Read(Call("os", "system").Checkpoint())).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_truncation_of_a_pickle_is_refused()
    {
        var whole = PickleWriter.Dict("w", writer => writer.Tensor("0", 1, 0, [1], [1])).ToArray();
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<CheckpointRefusedException>(() => CheckpointReader.Read(PickleWriter.Zip(("a/data.pkl", whole[..length]), ("a/data/0", new byte[4]))));
    }

    [Fact]
    public void A_pickle_of_endless_operations_is_refused() => Assert.Equal(
        CheckpointRefusal.TooComplex,
        Assert.Throws<CheckpointRefusedException>(() => PickleReader.Read([(byte)'}', .. Enumerable.Repeat<byte[]>([(byte)'q', 0], 2_100_000).SelectMany(store => store)])).Code);

    [Fact]
    public void Damaged_files_throw_nothing_else()
    {
        var random = new Random(2);
        var whole = PickleWriter.Dict("w", writer => writer.Tensor("0", 1, 0, [1], [1])).Checkpoint(("0", [1])).ToArray();
        for (var n = 0; n < 3000; n++)
        {
            var bytes = whole[..(n < whole.Length ? n : whole.Length)];
            for (var flips = n < whole.Length ? 0 : random.Next(1, 6); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var thrown = Record.Exception(() => CheckpointReader.Read(new MemoryStream(bytes)));
            Assert.True(thrown is null or CheckpointRefusedException, $"{n}: {thrown}");
        }
    }

    [Fact]
    public void Twenty_thousand_damaged_pickles_throw_nothing_else()
    {
        var random = new Random(1);
        var whole = PickleWriter.Dict("w", writer => writer.Tensor("0", 1, 0, [1], [1])).ToArray();
        for (var n = 0; n < 20_000; n++)
        {
            var bytes = (byte[])whole.Clone();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                PickleReader.Read(bytes);
            }
            catch (CheckpointRefusedException)
            {
                // What a damaged pickle should give.
            }
        }
    }

    private static IEnumerable<(string Name, Stream File, CheckpointRefusal Code)> Corpus()
    {
        foreach (var (module, name) in Weapons)
        {
            yield return ($"{module}.{name}", Call(module, name).Checkpoint(), CheckpointRefusal.ForbiddenGlobal);
            yield return ($"{module}.{name} by stack", new PickleWriter().Text(module).Text(name).Raw(0x93).Raw("(").Text("touch " + Canary).Raw("tR.").Checkpoint(), CheckpointRefusal.ForbiddenGlobal);
        }

        foreach (var (name, operation) in new (string, byte)[]
        {
            ("INST", (byte)'i'), ("OBJ", (byte)'o'), ("NEWOBJ", 0x81), ("NEWOBJ_EX", 0x92), ("EXT1", 0x82), ("EXT2", 0x83), ("EXT4", 0x84), ("PERSID", (byte)'P'), ("DICT", (byte)'d'),
            ("STRING", (byte)'S'), ("UNICODE", (byte)'V'), ("NEXT_BUFFER", 0x97), ("BYTEARRAY8", 0x96), ("BINBYTES", (byte)'B'), ("LONG4", 0x8b), ("zero", 0), ("0xff", 0xff),
        })
            yield return (name, new PickleWriter().Raw(operation).Raw("os\nsystem\n.").Checkpoint(), CheckpointRefusal.ForbiddenOperation);

        yield return ("call a text", new PickleWriter().Text("x").Raw(")R.").Checkpoint(), CheckpointRefusal.ForbiddenCall);
        yield return ("call a storage kind", new PickleWriter().Global("torch", "FloatStorage").Raw(")R.").Checkpoint(), CheckpointRefusal.ForbiddenCall);
        yield return ("dict with arguments", new PickleWriter().Global("collections", "OrderedDict").Raw("(").Text("x").Raw("tR.").Checkpoint(), CheckpointRefusal.ForbiddenCall);
        yield return ("tensor without storage", new PickleWriter().Global("torch._utils", "_rebuild_tensor_v2").Raw(")R.").Checkpoint(), CheckpointRefusal.ForbiddenCall);
        yield return ("build a global", new PickleWriter().Global("torch", "FloatStorage").Raw("}b.").Checkpoint(), CheckpointRefusal.ForbiddenCall);
        yield return ("build by text", new PickleWriter().Raw("}").Text("x").Raw("b.").Checkpoint(), CheckpointRefusal.ForbiddenCall);
        yield return ("persistent text", new PickleWriter().Text("file:///etc/passwd").Raw("Q.").Checkpoint(), CheckpointRefusal.ForbiddenCall);
        yield return ("call with a list", new PickleWriter().Global("collections", "OrderedDict").Raw("]R.").Checkpoint(), CheckpointRefusal.BadPickle);
        yield return ("empty stack", new PickleWriter().Raw("R.").Checkpoint(), CheckpointRefusal.BadPickle);
        yield return ("pop through a mark", new PickleWriter().Raw("(").Raw(0x85).Raw(".").Checkpoint(), CheckpointRefusal.BadPickle);
        yield return ("no mark", new PickleWriter().Raw("t.").Checkpoint(), CheckpointRefusal.BadPickle);
        yield return ("unknown memo", new PickleWriter().Raw((byte)'h', 9).Raw(".").Checkpoint(), CheckpointRefusal.BadPickle);
        yield return ("lying length", new PickleWriter().Raw((byte)'X', 0xff, 0x0f, 0, 0).Raw(".").Checkpoint(), CheckpointRefusal.BadPickle);
        yield return ("giant text", new PickleWriter().Raw((byte)'X', 0xff, 0xff, 0xff, 0x7f).Raw(".").Checkpoint(), CheckpointRefusal.TooComplex);
        yield return ("giant integer", new PickleWriter().Raw(0x8a, 200).Raw(".").Checkpoint(), CheckpointRefusal.BadPickle);
        yield return ("key without value", new PickleWriter().Raw("}(").Text("x").Raw("u.").Checkpoint(), CheckpointRefusal.BadPickle);
        yield return ("append to a dict", new PickleWriter().Raw("}").Text("x").Raw("a.").Checkpoint(), CheckpointRefusal.BadPickle);
        yield return ("a list instead of a dict", new PickleWriter().Raw("].").Checkpoint(), CheckpointRefusal.BadPickle);
        yield return ("a number instead of a tensor", PickleWriter.Dict("w", writer => writer.Long(1)).Checkpoint(), CheckpointRefusal.BadPickle);
        yield return ("a tensor twice", new PickleWriter().Raw("}(").Text("w").Tensor("0", 1, 0, [1], [1]).Text("w").Tensor("0", 1, 0, [1], [1]).Raw("u.").Checkpoint(("0", [1])), CheckpointRefusal.BadPickle);
        yield return ("stack bomb", new PickleWriter().Raw(new string('N', 200_000)).Raw(".").Checkpoint(), CheckpointRefusal.TooComplex);
        yield return ("a stack of marks", new PickleWriter().Raw(new string('(', 200_000)).Raw(".").Checkpoint(), CheckpointRefusal.TooComplex);

        yield return ("memo bomb", Memos(1_100_000).Checkpoint(), CheckpointRefusal.TooComplex);
        yield return ("doubled tuples", Doubled(100).Checkpoint(), CheckpointRefusal.BadPickle);
        yield return ("a state dict in itself", new PickleWriter().Raw("}q\0").Text("model").Raw("h\0s.").Checkpoint(), CheckpointRefusal.TooComplex);
        yield return ("a list in itself", new PickleWriter().Raw("]q\0h\0a.").Checkpoint(), CheckpointRefusal.BadPickle);
        yield return ("LONG4 of two gigabytes", new PickleWriter().Raw(0x8b, 0xff, 0xff, 0xff, 0x7f).Raw(".").Checkpoint(), CheckpointRefusal.ForbiddenOperation);
        yield return ("two state dicts", new PickleWriter().Raw("}(").Text("model").Raw("}").Text("net").Raw("}u.").Checkpoint(), CheckpointRefusal.BadPickle);
        yield return ("state dicts in state dicts", new PickleWriter().Raw("}").Text("model").Raw("}").Text("net").Raw("}").Text("model").Raw("}sss.").Checkpoint(), CheckpointRefusal.TooComplex);
        yield return ("a weapon beside the model", new PickleWriter().Raw("}(").Text("model").Raw("}").Text("opt").Global("os", "system").Raw("(").Text("touch " + Canary).Raw("tRu.").Checkpoint(), CheckpointRefusal.ForbiddenGlobal);
        // Beside the state dict, where no tensor is ever read.
        yield return ("a long shape named by many tensors", new PickleWriter().Raw("}(").Text("model").Raw("}").Text("opt").Raw("](").LongShapes(100).Raw("eu.").Checkpoint(), CheckpointRefusal.BadTensor);
        yield return ("a parameter of a text", new PickleWriter().Global("torch._utils", "_rebuild_parameter").Raw("(").Text("x").Raw(0x88).Raw("}tR.").Checkpoint(), CheckpointRefusal.ForbiddenCall);
        yield return ("hooks of a parameter", new PickleWriter().Global("torch._utils", "_rebuild_parameter").Raw("(").Tensor("0", 1, 0, [1], [1]).Raw(0x88).Raw("}").Text("h").Raw("NstR.").Checkpoint(("0", [1])), CheckpointRefusal.ForbiddenCall);

        yield return ("deep nesting", new PickleWriter().Raw(")").Raw(Enumerable.Repeat((byte)0x85, 500_000).ToArray()).Raw(".").Checkpoint(), CheckpointRefusal.BadPickle);

        foreach (var (name, count, offset, shape, strides) in new (string, long, long, long[], long[])[]
        {
            ("beyond the storage", 4, 0, [5], [1]), ("offset beyond", 4, 4, [1], [1]), ("negative offset", 4, -1, [1], [1]), ("negative side", 4, 0, [-1], [1]), ("negative stride", 4, 3, [2], [-1]),
            ("huge stride", 4, 0, [2], [long.MaxValue]), ("overflowing shape", 4, 0, [long.MaxValue, long.MaxValue], [0, 0]), ("shape that wraps around", 4, 0, [1L << 62, 1L << 62, 16], [0, 0, 0]), ("giant overlapping view", 4, 0, [1_000_000, 1_000_000], [0, 0]),
            ("ranks differ", 4, 0, [2, 2], [1]), ("too many sides", 4, 0, [1, 1, 1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1, 1]), ("lying storage", 400, 0, [400], [1]),
        })
            yield return (name, PickleWriter.Dict("w", writer => writer.Tensor("0", count, offset, shape, strides)).Checkpoint(("0", [1, 2, 3, 4])), CheckpointRefusal.BadTensor);

        var good = PickleWriter.Dict("w", writer => writer.Tensor("0", 1, 0, [1], [1])).ToArray();
        yield return ("missing storage", PickleWriter.Zip(("a/data.pkl", good)), CheckpointRefusal.BadContainer);
        yield return ("storage elsewhere", PickleWriter.Dict("w", writer => writer.Tensor("../../etc/passwd", 1, 0, [1], [1])).Checkpoint(("0", [1])), CheckpointRefusal.BadContainer);
        yield return ("two pickles", PickleWriter.Zip(("a/data.pkl", good), ("b/data.pkl", good)), CheckpointRefusal.BadContainer);
        yield return ("the same entry twice", PickleWriter.Zip(("a/data.pkl", good), ("a/data/0", new byte[4]), ("a/data/0", new byte[4])), CheckpointRefusal.BadContainer);
        yield return ("path upwards", PickleWriter.Zip(("a/data.pkl", good), ("../x", [])), CheckpointRefusal.BadContainer);
        yield return ("absolute path", PickleWriter.Zip(("a/data.pkl", good), ("/etc/x", [])), CheckpointRefusal.BadContainer);
        yield return ("drive", PickleWriter.Zip(("a/data.pkl", good), ("c:\\x", [])), CheckpointRefusal.BadContainer);
        yield return ("no pickle", PickleWriter.Zip(("a/data/0", new byte[4])), CheckpointRefusal.BadContainer);
        yield return ("no byte order", PickleWriter.Zip(("a/data.pkl", good), ("a/byteorder", "PDP-11"u8.ToArray()), ("a/data/0", new byte[4])), CheckpointRefusal.BadContainer);
        yield return ("giant byte order", PickleWriter.Zip(("a/data.pkl", good), ("a/byteorder", new byte[100]), ("a/data/0", new byte[4])), CheckpointRefusal.TooLarge);
        yield return ("TorchScript", PickleWriter.Zip(("a/data.pkl", good), ("a/constants.pkl", good), ("a/data/0", new byte[4])), CheckpointRefusal.BadContainer);
        yield return (
            "one storage of two kinds",
            new PickleWriter().Raw("}(").Text("v").Tensor("0", 1, 0, [1], [1]).Text("w").Tensor("0", 1, 0, [1], [1], "IntStorage").Raw("u.").Checkpoint(("0", [1])), CheckpointRefusal.BadTensor);
        yield return ("the format of before 1.6", new MemoryStream([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.', 0x80, 2]), CheckpointRefusal.LegacyFormat);
        yield return ("a bare pickle", new MemoryStream(Call("os", "system").ToArray()), CheckpointRefusal.BadContainer);
        yield return ("no zip", new MemoryStream([1, 2, 3]), CheckpointRefusal.BadContainer);
        yield return ("nothing", new MemoryStream(), CheckpointRefusal.BadContainer);
        yield return ("zip bomb", PickleWriter.Zip(("a/data.pkl", good), ("a/data/0", new byte[64 << 20])), CheckpointRefusal.TooLarge);
    }

    private static PickleWriter Memos(int count)
    {
        var writer = new PickleWriter().Raw("N");
        for (var n = 0; n < count; n++)
            writer.Raw((byte)'r', (byte)n, (byte)(n >> 8), (byte)(n >> 16), 0);
        return writer.Raw(".");
    }

    /// <summary>t = (t, t), again and again: small in the file, 2^levels objects for whoever walks it.</summary>
    private static PickleWriter Doubled(int levels)
    {
        var writer = new PickleWriter().Raw(")");
        for (var n = 0; n < levels; n++)
            writer.Raw((byte)'q', (byte)n, (byte)'h', (byte)n, 0x86);
        return writer.Raw(".");
    }

    /// <summary>The classic: call module.name("touch CANARY").</summary>
    private static PickleWriter Call(string module, string name) => new PickleWriter().Global(module, name).Raw("(").Text("touch " + Canary).Raw("tR.");
}
