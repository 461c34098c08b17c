using System.Runtime.CompilerServices;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Platform;

namespace ReptileGen.Render.Tests;

[TestClass]
public sealed class LeakTests
{
    [TestMethod]
    public void EveryGpuObjectIsReleased()
    {
        int before = GlObject.Alive;
        using (HeadlessHost host = Headless.Open(new ViewerState(), 320, 180))
        {
            host.Frame();
            Assert.IsGreaterThan(before, GlObject.Alive);
        }

        Assert.AreEqual(before, GlObject.Alive);
    }

    [TestMethod]
    public void AForgottenTextureIsReported()
    {
        List<string> leaks = [];
        Action<string> old = GlObject.OnLeak;
        bool reported = GlObject.ReportsLeaks;
        try
        {
            GlObject.OnLeak = leaks.Add;
            GlObject.ReportsLeaks = true;
            using HeadlessHost host = Headless.Open(new ViewerState(), 320, 180);
            Forget(host);
            for (int i = 0; i < 20 && leaks.Count == 0; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            Assert.HasCount(1, leaks);
            StringAssert.Contains(leaks[0], nameof(Texture));
            StringAssert.Contains(leaks[0], nameof(LeakTests));
        }
        finally
        {
            (GlObject.OnLeak, GlObject.ReportsLeaks) = (old, reported);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(HeadlessHost host) => Texture.Floats(host.Scene.Gl, 4, 4, 1);
}
