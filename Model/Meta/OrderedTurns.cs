namespace ReptileGen.Model.Meta;

/// <summary>Hands out the numbers 0, 1, 2, ... to threads and lets them deliver in the same order.</summary>
internal sealed class OrderedTurns
{
    private readonly object gate = new();
    private int count;
    private int next;
    private int taken;

    /// <summary>Starts anew with so many numbers.</summary>
    public void Start(int numbers) => (count, next, taken) = (numbers, 0, 0);

    /// <summary>The next number; false if all are given.</summary>
    public bool Next(out int number)
    {
        number = Interlocked.Increment(ref next) - 1;
        return number < count;
    }

    /// <summary>Waits until all lower numbers were delivered and delivers this one.</summary>
    public void Take(int number, Action deliver)
    {
        lock (gate)
        {
            while (taken != number)
            {
                Monitor.Wait(gate);
            }

            try
            {
                deliver();
            }
            finally
            {
                taken++;
                Monitor.PulseAll(gate);
            }
        }
    }
}
