namespace ReptileGen.Model.Tests.Meta;

/// <summary>The checks themselves: what is wrong must not pass.</summary>
[TestClass]
public sealed class ChecksTests
{
    [TestMethod]
    [DataRow(1.1)]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    public void AWrongElementIsFound(double element) =>
        Assert.ThrowsExactly<AssertFailedException>(() => Checks.AssertClose([1, element], [1, 1], 1e-6));

    [TestMethod]
    public void NothingToCompareWithIsNoAgreement() => Assert.ThrowsExactly<AssertFailedException>(() => Checks.AssertClose([1, 0], [0, 0], 1e-6));

    [TestMethod]
    public void EqualVectorsAreClose()
    {
        Checks.AssertClose([0, 0], [0, 0], 0);
        Checks.AssertClose([1, 1 + 1e-9], [1, 1], 1e-8);
    }
}
