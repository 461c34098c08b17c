using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.FastWeights;

/// <summary>
/// The caller's thread and some helpers that work on one thing at a time, for some microseconds each: helpers wait for
/// the next call awake, fall asleep after a while, and end after a longer one, so that a team needs no disposal.
/// </summary>
internal sealed class Team : ITeam
{
    private readonly Helper[] helpers;
    private ITeamWork? work;
    private Exception? failure;
    private int round;
    private int busy;

    /// <summary>A team.</summary>
    /// <param name="size">Threads, the caller's included.</param>
    /// <param name="idle">After so long asleep a helper's thread ends (another one starts when there is work); null for two seconds.</param>
    public Team(int size, TimeSpan? idle = null) =>
        helpers = [.. Enumerable.Range(1, size - 1).Select(number => new Helper(this, number, idle ?? TimeSpan.FromSeconds(2)))];

    /// <summary>A team, or null for the caller's thread alone, which needs none.</summary>
    public static Team? Of(int size) => size > 1 ? new Team(size) : null;

    /// <inheritdoc/>
    public int Size => helpers.Length + 1;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A helper threw what is inside.</exception>
    public void Run(ITeamWork parts)
    {
        (work, failure) = (parts, null);
        Volatile.Write(ref busy, helpers.Length);
        Interlocked.Increment(ref round);
        try
        {
            foreach (Helper helper in helpers)
            {
                helper.Wake();
            }

            parts.Part(0);
        }
        finally
        {
            for (int spins = 0; Volatile.Read(ref busy) > 0; spins++)
            {
                Helper.Pause(spins);
            }
        }

        if (failure is Exception e)
        {
            throw new InvalidOperationException("a thread of a team failed", e);
        }
    }

    private sealed class Helper(Team team, int number, TimeSpan idle)
    {
        private const int Awake = 0, Asleep = 1, Gone = 2, Patience = 2_000;
        private readonly SemaphoreSlim bell = new(0);
        private int state = Gone;
        private int seen;

        /// <summary>Spins, and lets others run after a while.</summary>
        public static void Pause(int spins)
        {
            if (spins < Patience)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Thread.Yield();
            }
        }

        public void Wake()
        {
            int was = Volatile.Read(ref state) == Awake ? Awake : Interlocked.Exchange(ref state, Awake);
            if (was == Asleep)
            {
                bell.Release();
            }
            else if (was == Gone && !Start())
            {
                state = Gone;
                Next();
                Work();
            }
        }

        /// <summary>A new thread, of its caller's priority; false if the system gives none: then the caller does this part too.</summary>
        private bool Start()
        {
            try
            {
                new Thread(Loop) { IsBackground = true, Name = "team", Priority = Thread.CurrentThread.Priority }.Start();
                return true;
            }
            catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
            {
                return false;
            }
        }

        private void Loop()
        {
            while (Next())
            {
                Work();
            }
        }

        private void Work()
        {
            try
            {
                team.work!.Part(number);
            }
            catch (Exception e)
            {
                team.failure = e;
            }

            Interlocked.Decrement(ref team.busy);
        }

        /// <summary>Waits for the next round; false if none comes.</summary>
        private bool Next()
        {
            for (int spins = 0; Volatile.Read(ref team.round) == seen; spins++)
            {
                if (spins < Patience)
                {
                    Thread.SpinWait(1);
                }
                else if (!Sleep())
                {
                    return false;
                }
            }

            seen++;
            return true;
        }

        /// <summary>Sleeps until the bell rings; false if it did not for long. A call that comes between is not missed.</summary>
        private bool Sleep()
        {
            Interlocked.Exchange(ref state, Asleep);
            if (Volatile.Read(ref team.round) != seen)
            {
                if (Interlocked.CompareExchange(ref state, Awake, Asleep) == Awake)
                {
                    bell.Wait(); // rung already
                }

                return true;
            }

            if (bell.Wait(idle))
            {
                return true;
            }

            if (Interlocked.CompareExchange(ref state, Gone, Asleep) == Asleep)
            {
                return false;
            }

            bell.Wait(); // it rang just now
            return true;
        }
    }
}
