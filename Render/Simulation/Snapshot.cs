namespace ReptileGen.Render.Simulation;

/// <summary>All that the views show, as it was at one moment. Arrays over steps are in step order.</summary>
public sealed class Snapshot
{
    /// <summary>Finished samples that are kept.</summary>
    public const int GalleryCapacity = 60;

    /// <summary>Room for one model.</summary>
    public Snapshot(GeneratorInfo info)
    {
        Info = info;
        Values = new byte[info.Steps];
        Probability = new float[info.Steps];
        Nats = new float[info.Steps];
        Entropy = new float[info.Steps];
        Given = new bool[info.Steps];
        Dream = new float[info.Steps];
        Next = new float[info.Symbols];
        Parameters = new float[info.ParameterLength];
        Initial = new float[info.ParameterLength];
        LastUpdate = new float[info.ParameterLength];
        Gallery = new byte[GalleryCapacity * info.Steps];
        GalleryNats = new double[GalleryCapacity];
        GalleryLength = new int[GalleryCapacity];
    }

    /// <summary>What is generated.</summary>
    public GeneratorInfo Info { get; }

    /// <summary>Counts publications.</summary>
    public long Version { get; set; }

    /// <summary>Steps made.</summary>
    public int Position { get; set; }

    /// <summary>Steps made at the last publication before this one, if in the same episode; else 0.</summary>
    public int PreviousPosition { get; set; }

    /// <summary>Whether the episode is complete.</summary>
    public bool Ended { get; set; }

    /// <summary>Of the draws.</summary>
    public ulong Seed { get; set; }

    /// <summary>Which episode of this seed.</summary>
    public int Episode { get; set; }

    /// <summary>Temperature of the draws.</summary>
    public double Temperature { get; set; }

    /// <summary>Loss of the episode so far in nats.</summary>
    public double TotalNats { get; set; }

    /// <summary>Steps up to here are given by hand.</summary>
    public int GivenSteps { get; set; }

    /// <summary>Values drawn.</summary>
    public byte[] Values { get; }

    /// <summary>Probability of 1 (images) or of the drawn byte (text), before learning it.</summary>
    public float[] Probability { get; }

    /// <summary>Loss of each step in nats.</summary>
    public float[] Nats { get; }

    /// <summary>Entropy of each step's distribution in nats.</summary>
    public float[] Entropy { get; }

    /// <summary>Values that were given, not drawn.</summary>
    public bool[] Given { get; }

    /// <summary>Probability of 1 at the steps still to come, with the current weights.</summary>
    public float[] Dream { get; }

    /// <summary>Distribution of the last step, <c>[Symbols]</c>.</summary>
    public float[] Next { get; }

    /// <summary>Current weights.</summary>
    public float[] Parameters { get; }

    /// <summary>Weights at the start of the episode.</summary>
    public float[] Initial { get; }

    /// <summary>What the last step added to the weights.</summary>
    public float[] LastUpdate { get; }

    /// <summary>Samples finished since the start of the program.</summary>
    public long Finished { get; set; }

    /// <summary>The last finished samples, in step order; sample n stands at n modulo the capacity.</summary>
    public byte[] Gallery { get; }

    /// <summary>Losses of the samples in the gallery, nats.</summary>
    public double[] GalleryNats { get; }

    /// <summary>Steps of the samples in the gallery.</summary>
    public int[] GalleryLength { get; }
}
