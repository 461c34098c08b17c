using ReptileGen.Model.Episodes;

namespace ReptileGen.Model.Baselines;

/// <summary>What a baseline is; a checkpoint carries it as JSON.</summary>
/// <param name="Name">One of <see cref="Baselines.Names"/>.</param>
/// <param name="Rows">Rows of an image.</param>
/// <param name="Columns">Columns of an image.</param>
/// <param name="Hidden">Hidden units (or channels).</param>
/// <param name="Layers">Hidden layers (or blocks).</param>
/// <param name="Masks">MADE: sets of masks that training cycles through; a test likelihood is their equal mixture.</param>
/// <param name="RandomOrder">MADE: a random order of the pixels per set of masks instead of row by row.</param>
/// <param name="Seed">Of initial weights, masks and orders.</param>
public sealed record BaselineSpec(
    string Name, int Rows = 28, int Columns = 28, int Hidden = 0, int Layers = 0, int Masks = 1, bool RandomOrder = false, ulong Seed = 1)
{
    /// <summary>Pixels of an image.</summary>
    public int Pixels => Rows * Columns;
}

/// <summary>How a baseline is trained: Adam, its step size falling to 0 along half a cosine.</summary>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="BatchSize">Images per step.</param>
/// <param name="Rate">Step size at the start.</param>
/// <param name="WeightDecay">Decoupled weight decay.</param>
/// <param name="Dataset">The set of images.</param>
/// <param name="Protocol">How gray images become bits.</param>
/// <param name="Minutes">The length instead of <paramref name="Epochs"/>; null if they count.</param>
/// <param name="Seed">Of the order of the images and their bits; null in files written before it was kept.</param>
/// <param name="From">The training before, if weights were taken over; null if they began at random.</param>
/// <param name="EpochsBefore">Epochs over all trainings before: later ones see other orders and bits.</param>
/// <param name="Expected">The loss is its expectation over the drawn bits, as with <c>method.expected</c> of the fast-weight models.</param>
public sealed record BaselineTraining(
    int Epochs, int BatchSize, double Rate, double WeightDecay = 0, string Dataset = "mnist", Protocol Protocol = Protocol.Dynamic,
    double? Minutes = null, ulong? Seed = null, BaselineTraining? From = null, int EpochsBefore = 0, bool Expected = false);
