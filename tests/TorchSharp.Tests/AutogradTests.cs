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

    /// <summary>Overlapping parts, parts of parts, steps, and the whole beside them: summed in place, or recorded for higher derivatives.</summary>
    [TestMethod]
    public void GradientsOfPartsAddUp()
    {
        foreach (var create in new[] { false, true })
        {
            foreach (var wholeFirst in new[] { false, true })
            {
                using var scope = NewDisposeScope();
                var leaf = Oracle.Double(Oracle.Numbers(24, 3), 4, 6).requires_grad_();
                var x = leaf * 2;
                var whole = (x * x).sum();
                var sum = wholeFirst ? whole : zeros(1, ScalarType.Float64).sum();
                foreach (var (part, i) in x.unbind(0).Select((part, i) => (part, i)))
                    sum = sum + (part * (i + 1)).sum() + (part.slice(0, 1, 6, 2) * 10).sum();
                sum = sum + (x.slice(1, 2, 5, 1).t() * 100).sum() + (x.slice(0, 1, 3, 1).slice(1, 0, 1, 1) * 1000).sum();
                if (!wholeFirst)
                    sum = sum + whole;
                var gradient = autograd.grad([sum], [leaf], retain_graph: create, create_graph: create)[0];
                var values = Oracle.Values(leaf);
                var expected = values.Select((v, i) => 2 * ((2 * 2 * v) + (i / 6) + 1 + (i % 2 == 1 ? 10 : 0) + (i % 6 is >= 2 and < 5 ? 100 : 0) + (i / 6 is 1 or 2 && i % 6 == 0 ? 1000 : 0))).ToArray();
                Oracle.AreClose(expected, Oracle.Values(gradient), 1e-13, $"parts, recorded {create}, whole first {wholeFirst}");
            }
        }
    }

    [TestMethod]
    public void UnusedInputsAreInvalid()
    {
        var x = tensor(2.0).requires_grad_();
        var y = tensor(3.0).requires_grad_();
        var both = autograd.grad([x * x], [x, y], allow_unused: true);
        Assert.AreEqual(4.0, both[0].item<double>());
        Assert.IsTrue(both[1].IsInvalid);
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
