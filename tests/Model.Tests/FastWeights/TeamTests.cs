using ReptileGen.Model.FastWeights;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Tests.FastWeights;

[TestClass]
public sealed class TeamTests
{
    [TestMethod]
    [Timeout(600_000)]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(4)]
    public void EveryMemberDoesItsPartInEveryRound(int size)
    {
        Counting work = new(size);
        Team team = new(size);
        int rounds = size <= Environment.ProcessorCount ? 2_000 : 300;
        for (int round = 1; round <= rounds; round++)
        {
            AllDo(team, work, round);
        }
    }

    /// <summary>Helpers are awake, falling asleep, asleep, ending or gone when the next work comes.</summary>
    [TestMethod]
    [Timeout(600_000)]
    public void NoRoundIsMissedWhateverTheHelpersAreDoing()
    {
        Counting work = new(3);
        Team team = new(3, TimeSpan.FromMilliseconds(5));
        Random random = new(1);
        for (int round = 1; round <= 200; round++)
        {
            Thread.SpinWait(random.Next(4_000));
            if (round % 3 == 0)
            {
                Thread.Sleep(random.Next(9));
            }

            AllDo(team, work, round);
        }
    }

    [TestMethod]
    [Timeout(600_000)]
    public void WhatAHelperThrowsReachesTheCallerAndTheTeamGoesOn()
    {
        Team team = new(2);
        InvalidOperationException e = Assert.ThrowsExactly<InvalidOperationException>(() => team.Run(new Failing()));
        Assert.AreEqual("part 1", e.InnerException!.Message);
        Counting work = new(2);
        team.Run(work);
        CollectionAssert.AreEqual(new[] { 1, 1 }, work.Done);
    }

    /// <summary>As where an argument is refused by all: the caller's own exception comes, and nothing of it later.</summary>
    [TestMethod]
    [Timeout(600_000)]
    public void WhereAllThrowNothingIsLeftForTheNextRound()
    {
        Team team = new(2);
        Assert.ThrowsExactly<NotSupportedException>(() => team.Run(new Slow(() => throw new NotSupportedException("part 1"))));
        Counting work = new(2);
        team.Run(work);
        CollectionAssert.AreEqual(new[] { 1, 1 }, work.Done);
    }

    [TestMethod]
    [Timeout(600_000)]
    public void WhatTheCallersPartThrowsComesAfterTheOthersAreDone()
    {
        Team team = new(2);
        int done = 0;
        NotSupportedException e = Assert.ThrowsExactly<NotSupportedException>(() => team.Run(new Slow(() => done++)));
        Assert.AreEqual(("part 0", 1), (e.Message, done));
    }

    private static void AllDo(Team team, Counting work, int round)
    {
        team.Run(work);
        Assert.IsTrue(work.Done.All(done => done == round), $"round {round}: {string.Join(", ", work.Done)}");
    }

    private sealed class Slow(Action helper) : ITeamWork
    {
        public void Part(int member)
        {
            if (member == 0)
            {
                throw new NotSupportedException("part 0");
            }

            Thread.Sleep(20);
            helper();
        }
    }

    private sealed class Counting(int size) : ITeamWork
    {
        public int[] Done { get; } = new int[size];

        public void Part(int member) => Done[member]++;
    }

    private sealed class Failing : ITeamWork
    {
        public void Part(int member)
        {
            if (member == 1)
            {
                throw new NotSupportedException("part 1");
            }
        }
    }
}
