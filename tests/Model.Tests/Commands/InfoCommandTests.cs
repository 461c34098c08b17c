using System.Text.Json;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Runs;

namespace ReptileGen.Model.Tests.Commands;

[TestClass]
public sealed class InfoCommandTests
{
    /// <summary>Of a matrix, the mean of |row * column| is the product of the means; its sign is negative where one of the two is.</summary>
    [TestMethod]
    public void InnerRatesAreMeanSizesAndSharesOfNegativeOnes()
    {
        TrainedModel model = ModelLocator.Load("mnist");
        (int code, string output, string error) = Shell.Run(["info", "mnist", "--json", "-"]);
        Assert.AreEqual(0, code, error);
        JsonElement[] tensors = [.. JsonDocument.Parse(output).RootElement.GetProperty("tensors").EnumerateArray()];
        Assert.HasCount(model.Plan.Table.Tensors.Count, tensors);
        foreach ((ParameterTensor t, JsonElement shown) in model.Plan.Table.Tensors.Zip(tensors))
        {
            float[] rows = t.RowFactors < 0 ? [1] : model.Meta[t.RowFactors..(t.RowFactors + t.Rows)], columns = model.Meta[t.ColumnFactors..(t.ColumnFactors + t.Columns)];
            double p = rows.Count(r => r < 0) / (double)rows.Length, q = columns.Count(c => c < 0) / (double)columns.Length;
            double rate = Math.Exp(model.Meta[t.LogRate]) * rows.Average(r => Math.Abs((double)r)) * columns.Average(c => Math.Abs((double)c));
            Assert.AreEqual(t.Name, shown.GetProperty("name").GetString());
            Assert.AreEqual(rate, shown.GetProperty("inner_rate").GetDouble(), 1e-9 * rate, t.Name);
            Assert.AreEqual(p * (1 - q) + q * (1 - p), shown.GetProperty("rates_below_zero").GetDouble(), 1e-12, t.Name);
        }
    }

    [TestMethod]
    public void TheOrderOfThePixelsIsSaid()
    {
        Assert.Contains("28 x 28, order raster", Reptilegen.Run("info", "mnist").Output);
        Assert.Contains("28 x 28, order columns", Reptilegen.Run("info", "mnist-context-columns").Output);
        Assert.Contains("28 x 28, order reversed", Reptilegen.Run("info", "mnist-context-large-reversed").Output);
        Assert.DoesNotContain("order", Reptilegen.Run("info", "text-listing").Output);
    }
}
