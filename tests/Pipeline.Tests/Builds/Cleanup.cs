namespace ReptileGen.Pipeline.Tests.Builds;

[TestClass]
public static class Cleanup
{
    [AssemblyCleanup]
    public static void AfterTheLastTest() => MiniTree.RemoveAll();
}
