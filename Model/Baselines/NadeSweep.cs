using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Baselines;

/// <summary>
/// The sweeps of <see cref="Nade"/> over the pixels of a batch, without recording. The hidden input a is updated in place
/// by one row of W per pixel, forward by adding, backward by subtracting it again.
/// </summary>
internal sealed class NadeSweep(Tensor w, Tensor v, Tensor b, Tensor c, Tensor x)
{
    private readonly Tensor _a = c.unsqueeze(0).expand(x.shape[0], c.shape[0]).clone();
    private readonly bool[] _ink = x.sum(dim: 0).gt(0).cpu().data<bool>().ToArray();

    /// <summary>Logits [images, pixels].</summary>
    public Tensor Forward()
    {
        var logits = empty_like(x);
        for (var d = 0; d < _ink.Length; d++)
        {
            using var scope = NewDisposeScope();
            logits.select(1, d).copy_(_a.sigmoid().mv(v[d]));
            Move(d, 1);
        }

        return logits.add_(b);
    }

    /// <summary>Gradients of w, v, b, c, given the one of the logits; undoes <see cref="Forward"/>.</summary>
    public (Tensor W, Tensor V, Tensor B, Tensor C) Backward(Tensor gradient)
    {
        Tensor gw = zeros_like(w), gv = zeros_like(v), ga = zeros_like(_a);
        for (var d = _ink.Length - 1; d >= 0; d--)
        {
            using var scope = NewDisposeScope();
            if (_ink[d])
                gw[d].copy_(x.select(1, d).matmul(ga));
            Move(d, -1);
            var h = _a.sigmoid();
            var g = gradient.select(1, d);
            gv[d].copy_(g.matmul(h));
            var slope = h.square();
            slope.sub_(h).mul_(v[d]);
            ga.addcmul_(g.unsqueeze(1), slope, -1);
        }

        return (gw, gv, gradient.sum(dim: 0), ga.sum(dim: 0));
    }

    private void Move(int d, int sign)
    {
        if (_ink[d])
            _a.addcmul_(x.select(1, d).unsqueeze(1), w[d].unsqueeze(0), sign);
    }
}
