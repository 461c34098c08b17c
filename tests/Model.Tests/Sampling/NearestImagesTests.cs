using ReptileGen.Model.Data;
using ReptileGen.Model.Sampling;
using ReptileGen.Model.Tests.Data;

namespace ReptileGen.Model.Tests.Sampling;

[TestClass]
public sealed class NearestImagesTests
{
    [TestMethod]
    public void FindsWhatCountingPixelsFinds()
    {
        using PackedFixture data = new PackedFixture().WithImages(count: 20, height: 5, width: 7);
        using ImageDataset images = ImageDataset.Open(data.Folder, "mnist", "train");
        Random random = new(1);
        byte[] pixels = new byte[35], other = new byte[35];
        for (int trial = 0; trial < 50; trial++)
        {
            images.UnpackBits(random.Next(20), pixels);
            for (int k = 0; k < trial % 12; k++)
            {
                pixels[random.Next(35)] ^= 1;
            }

            int count = 1 + random.Next(20);
            int[] distances = [.. Enumerable.Range(0, count).Select(i =>
            {
                images.UnpackBits(i, other);
                return pixels.Zip(other).Count(p => p.First != p.Second);
            })];
            Assert.AreEqual((Array.IndexOf(distances, distances.Min()), distances.Min()), NearestImages.Find(images, count, pixels));
        }
    }
}
