using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using StayPositive.Detector.Models;

namespace StayPositive.Detector.Features;

/// <summary>One ONNX Runtime session over a verified backbone. Thread-safe; <c>Run</c> is synchronous, and concurrent scans share the session.</summary>
public sealed class Backbone : IDisposable
{
    private static readonly string[] InputNames = [BackboneWriter.InputName];
    private static readonly string[] OutputNames = [BackboneWriter.OutputName];

    private readonly InferenceSession session;
    private readonly RunOptions runOptions = new();
    private readonly ConcurrentBag<TileBuffers> idle = [];
    private readonly Lock gate = new();
    private int running;
    private bool disposed;

    private Backbone(InferenceSession session, ProviderChoice provider, BackboneManifest manifest, int tileCells)
    {
        this.session = session;
        Provider = provider;
        Manifest = manifest;
        TileCells = tileCells;
    }

    /// <summary>Shapes of the network.</summary>
    public BackboneManifest Manifest { get; }

    /// <summary>What computes it, and why nothing better does.</summary>
    public ProviderChoice Provider { get; }

    /// <summary>Cells along the side of the largest tile.</summary>
    public int TileCells { get; }

    /// <summary>
    /// Bytes that one run takes: tile, activations, what the runtime's arena and the decoder keep. Measured with tiles of 512 pixels: 100 MB for our own backbones; imported ones keep the image's
    /// resolution through many layers (res50nodown: 1.8 GB).
    /// </summary>
    internal long RunBytes => (Manifest.Padding == BackboneManifest.ZeroPerLayer ? 900_000L * Manifest.Channels : 100_000_000L) * Math.Max(TileCells, 64) / 64 * Math.Max(TileCells, 64) / 64;

    /// <summary>Makes the session. The package has been verified when it was loaded.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its limits.</exception>
    /// <exception cref="InvalidOperationException">The execution provider is required, and does not work here.</exception>
    /// <exception cref="OnnxRuntimeException">The runtime refuses the model.</exception>
    public static Backbone Create(ModelPackage package, BackboneOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(package);
        options ??= new BackboneOptions();
        options.Check();
        var (choice, session) = Sessions.Create(package, options);
        return new Backbone(session, choice, package.Backbone, options.TileCells);
    }

    /// <summary>Receives the features of one tile.</summary>
    /// <param name="features">[C, tile rows, tile columns], valid only during the call.</param>
    /// <param name="row">First cell down.</param>
    /// <param name="column">First cell across.</param>
    /// <returns>False to stop.</returns>
    internal delegate bool TileReceiver(ReadOnlySpan<float> features, int row, int column);

    /// <summary>Runs over all tiles of the image, row by row; cells beyond the image are surplus. True when all tiles were run.</summary>
    /// <exception cref="Decoding.DecodeException">The image turns out to be damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two tiles.</exception>
    /// <exception cref="ObjectDisposedException">The backbone has been disposed.</exception>
    internal bool Run(IImageRows image, TileReceiver receive, CancellationToken cancellation)
    {
        Enter();
        try
        {
            return RunTiles(image, receive, cancellation);
        }
        finally
        {
            Leave();
        }
    }

    private bool RunTiles(IImageRows image, TileReceiver receive, CancellationToken cancellation)
    {
        var grid = Grid(image.Width, image.Height);
        var tile = Tile(grid);
        if (!idle.TryTake(out var buffers))
            buffers = new TileBuffers(grid, Manifest.Channels, TileCells);
        try
        {
            foreach (var (row, column) in grid.Tiles(tile))
            {
                cancellation.ThrowIfCancellationRequested();
                if (column == 0)
                {
                    var (first, end) = grid.RowsFor(row, tile);
                    image.Advance(first, end);
                }

                var (down, across) = (grid.Down(row, tile), grid.Across(column, tile));
                buffers.Take(down, across);
                TileReader.Fill(image, grid, down, across, buffers.Input, buffers.Columns);
                session.Run(runOptions, InputNames, buffers.Inputs, OutputNames, buffers.Outputs);
                if (!receive(Checked(buffers.Kept(down, across, tile)), row, column))
                    return false;
            }

            return true;
        }
        finally
        {
            idle.Add(buffers);
        }
    }

    /// <summary>Of a network that has no useful bound (see <see cref="ResidualGraph.Bound"/>), the features are looked at instead.</summary>
    private ReadOnlySpan<float> Checked(ReadOnlySpan<float> features) => Manifest.Padding != BackboneManifest.ZeroPerLayer || float.IsFinite(TensorPrimitives.Sum(features))
        ? features
        : throw new InvalidOperationException($"The backbone {Manifest.Sha256[..12]} gives features that are not finite.");

    internal CellGrid Grid(int width, int height) => new(width, height, Manifest.Stride, Manifest.ReceptiveField, Manifest.Padding == BackboneManifest.ZeroPerLayer);

    /// <summary>Rows of the image that are needed at the same time, at most.</summary>
    internal int Window(CellGrid grid)
    {
        var tile = Tile(grid);
        var most = 0;
        for (var row = 0; row < grid.Rows; row += tile.Rows)
        {
            var (first, end) = grid.RowsFor(row, tile);
            most = Math.Max(most, end - first);
        }

        return most;
    }

    internal TileShape Tile(CellGrid grid) => TileShape.For(grid, TileCells);

    /// <summary>No scan can begin any more. The session is freed at once, or by the last scan under way when that ends.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
            if (running == 0)
                Free();
        }
    }

    private void Enter()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            running++;
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            running--;
            if (disposed && running == 0)
                Free();
        }
    }

    private void Free()
    {
        while (idle.TryTake(out var buffers))
            buffers.Dispose();
        runOptions.Dispose();
        session.Dispose();
    }
}
