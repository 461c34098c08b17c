using ReptileGen.Model.Meta;
using ReptileGen.Render.Engine;

namespace ReptileGen.Render.Tests;

/// <summary>What a person can put right, and what is an error of the program.</summary>
[TestClass]
public sealed class ViewerExceptionTests
{
    [TestMethod]
    public void OnlyWhatAPersonCanPutRightIsExplained()
    {
        Assert.IsInstanceOfType<ViewerException>(ViewerException.Stopped("the training", new DivergedException("a weight is not finite")));
        Assert.IsInstanceOfType<ViewerException>(ViewerException.Stopped("the training", new IOException("x")));
        Exception other = ViewerException.Stopped("the training", new NullReferenceException("x"));
        Assert.IsInstanceOfType<InvalidOperationException>(other);
        Assert.AreEqual("the training stopped: x", other.Message);
    }
}
