using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ReptileGen.Conformance;

/// <summary>What is easily taken for granted and is otherwise: handles, types, errors, registration.</summary>
[TestClass]
public sealed class ContractTests
{
    [TestMethod]
    public void OneTensorIsJoinedWithoutACopyAndStackedWithOne()
    {
        using var scope = NewDisposeScope();
        var x = ones(2);
        cat([x]).fill_(3);
        CollectionAssert.AreEqual(new[] { 3f, 3f }, x.data<float>().ToArray());
        stack([x]).fill_(5);
        CollectionAssert.AreEqual(new[] { 3f, 3f }, x.data<float>().ToArray());
        Assert.ThrowsExactly<ArgumentException>(() => cat(Array.Empty<Tensor>()));
    }

    [TestMethod]
    public void TypesOfJoinedTensorsArePromoted()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(ScalarType.Float32, cat([ones(1, ScalarType.Int64), ones(1)]).dtype);
        Assert.AreEqual(ScalarType.Float64, cat([ones(1), ones(1, ScalarType.Float64), ones(1, ScalarType.Bool)]).dtype);
        var x = ones(2).requires_grad_();
        (cat([x, ones(1, ScalarType.Float64)]) * 3).sum().backward();
        Assert.AreEqual(ScalarType.Float32, x.grad!.dtype);
        CollectionAssert.AreEqual(new[] { 3f, 3f }, x.grad.data<float>().ToArray());
    }

    [TestMethod]
    public void WholeNumbersFillWithInt64()
    {
        Assert.AreEqual(ScalarType.Int64, full([2], 1).dtype);
        Assert.AreEqual(ScalarType.Int64, full([2], true).dtype);
        Assert.AreEqual(ScalarType.Float32, full([2], 1.5).dtype);
        Assert.AreEqual(ScalarType.Int32, tensor(1).dtype);
        Assert.AreEqual(ScalarType.Float32, tensor(1L, ScalarType.Float32).dtype);
    }

    [TestMethod]
    public void WhatIntegersCannotHoldIsRefused()
    {
        var x = ones(2, ScalarType.Int64);
        Assert.ThrowsExactly<ExternalException>(() => x.add_(1.5));
        Assert.ThrowsExactly<ExternalException>(() => x.div_(2));
        Assert.ThrowsExactly<ExternalException>(() => x.mean());
        Assert.ThrowsExactly<ExternalException>(() => ones(2).allclose(ones(2, ScalarType.Float64)));
        CollectionAssert.AreEqual(new long[] { 1, 1 }, x.data<long>().ToArray());
    }

    [TestMethod]
    public void OutOfRangeIsAnErrorOfTheLibrary()
    {
        var x = zeros(2, 3);
        Assert.ThrowsExactly<ExternalException>(() => x.sum(2));
        Assert.ThrowsExactly<ExternalException>(() => x.select(0, 2));
        Assert.ThrowsExactly<ExternalException>(() => x[-3]);
        Assert.ThrowsExactly<ExternalException>(() => x[tensor(new long[] { 2 })]);
        Assert.ThrowsExactly<InvalidOperationException>(() => x.dot(x));
    }

    [TestMethod]
    public void NotANumberIsTheLargestHasNoSignAndIsCutOff()
    {
        var x = tensor(new[] { 1, double.NaN, 3, double.NaN });
        Assert.AreEqual(1L, x.argmax().item<long>());
        Assert.AreEqual(1L, x.min(0).indexes.item<long>());
        Assert.AreEqual(0.0, x.sign()[1].item<double>());
        CollectionAssert.AreEqual(new[] { 1.0, 0 }, x.narrow(0, 0, 2).reshape(1, 2).tril().data<double>().ToArray());
    }

    [TestMethod]
    public void DecimalsAreRounded()
    {
        CollectionAssert.AreEqual(new[] { 0.12, -2.46 }, tensor(new[] { 0.1234, -2.4567 }).round(2).data<double>().ToArray());
        CollectionAssert.AreEqual(new[] { 120.0, -20 }, tensor(new[] { 123.4, -15.6 }).round(-1).data<double>().ToArray());
    }

    /// <summary>Devices have no equality: compare their type and index.</summary>
    [TestMethod]
    public void DevicesAreTheSameByTypeAndIndex()
    {
        using var x = ones(1);
        Assert.AreNotEqual(CPU, x.device);
        Assert.AreEqual((CPU.type, CPU.index), (x.device.type, x.device.index));
    }

    [TestMethod]
    public void TheResultOfZeroIsAnotherHandle()
    {
        using var x = ones(2);
        x.zero_().Dispose();
        CollectionAssert.AreEqual(new[] { 0f, 0f }, x.data<float>().ToArray());
    }

    [TestMethod]
    public void AListIsRegisteredWithTheModuleThatHasIt()
    {
        using var module = new Listed();
        CollectionAssert.AreEqual(
            new[] { "list.0.weight", "list.0.bias", "list.1.weight", "list.1.bias" },
            module.named_parameters().Select(item => item.name).ToArray());
        Assert.HasCount(3, module.List);
    }

    private sealed class Listed : nn.Module
    {
        private readonly ModuleList<Linear> list = nn.ModuleList(nn.Linear(1, 1));

        public Listed() : base(nameof(Listed))
        {
            list.append(nn.Linear(1, 1));
            RegisterComponents();
            list.append(nn.Linear(1, 1));
        }

        public ModuleList<Linear> List => list;
    }
}
