using FsCheck;
using FsCheck.Fluent;
using ReptileGen.Pipeline.Images;

namespace ReptileGen.Pipeline.Tests.Packing;

[TestClass]
public sealed class BitPlaneTests
{
    /// <summary>numpy: np.packbits(np.array([0,127,128,255,200,1,2,254,128,0]) >= 128) is [0x39, 0x80].</summary>
    [TestMethod]
    public void PacksAsNumpyDoes()
    {
        var bits = new byte[2];
        Assert.AreEqual(5, BitPlane.Pack([0, 127, 128, 255, 200, 1, 2, 254, 128, 0], bits));
        CollectionAssert.AreEqual(new byte[] { 0x39, 0x80 }, bits);
    }

    [TestMethod]
    public void EveryPixelHasItsBit() => Prop.ForAll<byte[]>(gray =>
    {
        var bits = new byte[BitPlane.BytesFor(gray.Length)];
        Array.Fill(bits, (byte)0xFF);
        var ink = BitPlane.Pack(gray, bits);
        for (var i = 0; i < 8 * bits.Length; i++)
        {
            var bit = (bits[i / 8] >> (7 - i % 8) & 1) == 1;
            Assert.AreEqual(i < gray.Length && gray[i] >= 128, bit, $"pixel {i}");
        }
        Assert.AreEqual(gray.Count(value => value >= 128), ink);
    }).QuickCheckThrowOnFailure();

    [TestMethod]
    public void RefusesAWrongLength() => Assert.ThrowsExactly<ArgumentException>(() => BitPlane.Pack(new byte[9], new byte[1]));
}
