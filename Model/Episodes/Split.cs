namespace ReptileGen.Model.Episodes;

/// <summary>The parts of a dataset.</summary>
public enum Split
{
    /// <summary>What runs learn: a training file of images without its last sixth (MNIST: 50,000 of 60,000).</summary>
    Train,

    /// <summary>What choices are made on: that last sixth (MNIST: 10,000).</summary>
    Validation,

    /// <summary>For final figures only.</summary>
    Test,
}
