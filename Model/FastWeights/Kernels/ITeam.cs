namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>What every member of a team does a part of.</summary>
internal interface ITeamWork
{
    /// <summary>The part of one member, 0 to <see cref="ITeam.Size"/> - 1.</summary>
    void Part(int member);
}

/// <summary>Threads that work on one thing at a time. Kernels know no more of threads than this.</summary>
internal interface ITeam
{
    /// <summary>Threads, the caller's included.</summary>
    int Size { get; }

    /// <summary>Does all parts of some work and returns when they are done. One thread at a time may call.</summary>
    void Run(ITeamWork parts);
}
