using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ReptileGen.Conformance;

[TestClass]
public class AutogradTests
{
    [TestMethod]
    public void BackwardAddsToLeaves()
    {
        var x = tensor(new[] { 1.0, 2 }).requires_grad_();
        (x * x).sum().backward();
        (x * 3).sum().backward();
        CollectionAssert.AreEqual(new[] { 5.0, 7 }, x.grad!.data<double>().ToArray());
    }

    [TestMethod]
    public void AFreedGraphRefusesASecondPass()
    {
        var x = tensor(2.0).requires_grad_();
        var y = x * x;
        y.backward();
        Assert.ThrowsExactly<ExternalException>(() => y.backward());
        var z = x * x;
        z.backward(retain_graph: true);
        z.backward();
        Assert.AreEqual(12.0, x.grad!.item<double>());
    }

    [TestMethod]
    public void UnusedInputsAreInvalidOrRefused()
    {
        var x = tensor(2.0).requires_grad_();
        var y = tensor(3.0).requires_grad_();
        var both = autograd.grad([x * x], [x, y], allow_unused: true);
        Assert.AreEqual(4.0, both[0].item<double>());
        Assert.IsTrue(both[1].IsInvalid);
        Assert.ThrowsExactly<ExternalException>(() => autograd.grad([x * x], [x, y]));
    }

    [TestMethod]
    public void GradientsStopAtInnerInputs()
    {
        var x = tensor(2.0).requires_grad_();
        var inner = x * x;
        var outer = inner * inner;
        Assert.AreEqual(8.0, autograd.grad([outer], [inner], retain_graph: true)[0].item<double>());
        Assert.AreEqual(32.0, autograd.grad([outer], [x])[0].item<double>());
    }

    [TestMethod]
    public void NothingIsRecordedWithoutGradients()
    {
        var x = tensor(2.0).requires_grad_();
        using (no_grad())
        {
            Assert.IsFalse((x * x).requires_grad);
            using (enable_grad())
                Assert.IsTrue((x * x).requires_grad);
        }

        Assert.IsFalse((x.detach() * 2).requires_grad);
        Assert.IsTrue((x * 2).requires_grad);
    }

    [TestMethod]
    public void ChangesInPlaceAreGuarded()
    {
        var leaf = tensor(2.0).requires_grad_();
        Assert.ThrowsExactly<ExternalException>(() => leaf.add_(1));
        var x = tensor(2.0);
        var y = leaf * x;
        x.add_(1);
        Assert.ThrowsExactly<ExternalException>(() => y.backward());
    }

    [TestMethod]
    public void OnlyScalarsStartAPassByThemselves()
    {
        var x = ones(2).requires_grad_();
        Assert.ThrowsExactly<ExternalException>(() => (x * 2).backward());
        Assert.ThrowsExactly<ExternalException>(() => ones(1).backward());
        var g = autograd.grad([x * 2], [x], grad_outputs: [tensor(new[] { 1f, 3f })])[0];
        CollectionAssert.AreEqual(new[] { 2f, 6f }, g.data<float>().ToArray());
    }

    [TestMethod]
    public void AScopeDisposesWhatIsNotMovedOut()
    {
        Tensor kept, lost, detached;
        using (var outer = NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                lost = ones(3);
                kept = (lost * 2).MoveToOuterDisposeScope();
                detached = (lost * 3).DetachFromDisposeScope();
            }

            Assert.IsTrue(lost.IsInvalid);
            Assert.AreEqual(6f, kept.sum().item<float>());
            Assert.IsGreaterThanOrEqualTo(1, outer.DisposablesCount);
        }

        Assert.IsTrue(kept.IsInvalid);
        Assert.AreEqual(9f, detached.sum().item<float>());
        Assert.ThrowsExactly<InvalidOperationException>(() => kept.sum());
        var wrapped = WrappedTensorDisposeScope(() => ones(2) + 1);
        Assert.AreEqual(4f, wrapped.sum().item<float>());
    }

    [TestMethod]
    public void TheGraphOutlivesDisposedTensors()
    {
        var x = tensor(new[] { 1.0, 2 }).requires_grad_();
        Tensor y;
        using (NewDisposeScope())
            y = ((x * x).exp() * x).sum().MoveToOuterDisposeScope();
        var expected = new[] { 1.0, 2 }.Select(v => Math.Exp(v * v) * (1 + 2 * v * v)).ToArray();
        Oracle.AreClose(expected, Oracle.Values(autograd.grad([y], [x])[0]), 1e-13, "gradient");
    }

    [TestMethod]
    public void AParameterTakesOverItsTensor()
    {
        var data = ones(3);
        var parameter = new Parameter(data);
        Assert.IsTrue(data.IsInvalid);
        Assert.IsTrue(parameter.requires_grad);
        Assert.IsTrue(parameter.is_leaf);
        Parameter scoped;
        using (NewDisposeScope())
            scoped = new Parameter(ones(3));
        Assert.IsTrue(scoped.IsInvalid);
    }

    [TestMethod]
    public void ReleasedMemoryIsUsedAgain()
    {
        var x = rand(100, 100);
        void Work()
        {
            using var scope = NewDisposeScope();
            for (var i = 0; i < 20; i++)
                _ = (x * 2).matmul(x).tanh().sum();
        }

        Work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Work();
        Assert.IsLessThan(200_000L, GC.GetAllocatedBytesForCurrentThread() - before, "20 rounds make 60 matrices of 40 kB, 2.4 MB in all");
    }
}
