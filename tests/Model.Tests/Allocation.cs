namespace ReptileGen.Model.Tests;

/// <summary>What the current thread allocates.</summary>
internal static class Allocation
{
    /// <summary>Bytes that this thread allocates while it does something.</summary>
    /// <remarks>
    /// A background collection, which tests on other threads may cause at any time, makes the runtime count the unused rest of
    /// a thread's allocation block (up to 8 KiB) as allocated by that thread. After a collection the thread has no such block
    /// until it allocates, so the count is exact.
    /// </remarks>
    public static long Of(Action work)
    {
        GC.Collect(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
