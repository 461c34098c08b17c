namespace ReptileGen.Pipeline.Text;

/// <summary>What becomes of a line that is longer than an episode.</summary>
public enum LongLines
{
    /// <summary>It becomes several episodes, divided at the last space that fits, or at a character if there is none.</summary>
    Split,

    /// <summary>Its beginning becomes an episode, the rest is dropped.</summary>
    Cut,
}
