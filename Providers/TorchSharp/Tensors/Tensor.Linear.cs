using TorchSharp.Core;
using TorchSharp.Kernels;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Matrix product; batch dimensions broadcast, vectors count as rows (left) or columns (right).</summary>
        public Tensor matmul(Tensor target)
        {
            int ra = Value.Rank, rb = target.Value.Rank;
            if (ra == 0 || rb == 0)
                throw Types.Error("both arguments to matmul need to be at least 1D, but they are 0D and 1D");
            if (ra == 1 && rb == 1)
                return dot(target);
            if (ra == 1)
                return unsqueeze(0).matmul(target).squeeze(-2);
            if (rb == 1)
                return matmul(target.unsqueeze(1)).squeeze(-1);
            if (rb == 2 && ra > 2)
                return reshape(-1, size(-1)).matmul(target).reshape([.. Value.Sizes[..^1], target.size(1)]);
            return Product(target);
        }

        /// <summary>Product of two matrices.</summary>
        public Tensor mm(Tensor target)
        {
            if (Value.Rank != 2 || target.Value.Rank != 2)
                throw Types.Error($"mm expects matrices, got {Shape.Text(Value.Sizes)} and {Shape.Text(target.Value.Sizes)}");
            return Product(target);
        }

        /// <summary>Products of two stacks of matrices.</summary>
        public Tensor bmm(Tensor batch2)
        {
            if (Value.Rank != 3 || batch2.Value.Rank != 3 || size(0) != batch2.size(0))
                throw Types.Error($"bmm expects two stacks of as many matrices, got {Shape.Text(Value.Sizes)} and {Shape.Text(batch2.Value.Sizes)}");
            return Product(batch2);
        }

        /// <summary>Product of a matrix and a vector.</summary>
        public Tensor mv(Tensor target) => mm(target.unsqueeze(1)).squeeze(1);

        /// <summary>Inner product of two vectors.</summary>
        public Tensor dot(Tensor target)
        {
            if (Value.Rank != 1 || target.Value.Rank != 1 || numel() != target.numel())
                throw new InvalidOperationException($"inconsistent tensor size, expected two vectors of one length, got {Shape.Text(Value.Sizes)} and {Shape.Text(target.Value.Sizes)}");
            return mul(target).sum();
        }

        /// <summary>All products of the elements of two vectors.</summary>
        public Tensor outer(Tensor vec2) => unsqueeze(1).mul(vec2.unsqueeze(0));

        /// <summary><c>beta this + alpha mat1 mat2</c>.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1)
        {
            var product = mat1.mm(mat2);
            return (beta == 1 ? this : mul(beta)).add(alpha == 1 ? product : product.mul(alpha));
        }

        /// <summary><c>beta this + alpha batch1 batch2</c>.</summary>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1)
        {
            var product = batch1.bmm(batch2);
            return (beta == 1 ? this : mul(beta)).add(alpha == 1 ? product : product.mul(alpha));
        }

        /// <summary>Rank 2 or more on both sides; the error names both shapes.</summary>
        private Tensor Product(Tensor target)
        {
            if (dtype != target.dtype)
                throw Types.Error($"expected m1 and m2 to have the same dtype, but got: {dtype} != {target.dtype}");
            if (size(-1) != target.size(-2))
                throw Types.Error($"mat1 and mat2 shapes cannot be multiplied ({Shape.Text(Value.Sizes)} and {Shape.Text(target.Value.Sizes)})");
            var batch = Shape.Broadcast(Value.Sizes[..^2], target.Value.Sizes[..^2]);
            var result = Gemm.Batched(Value, target.Value, batch);
            if (!Graph.Tracks(this, target))
                return new Tensor(result);
            var node = new Node(this, target);
            Saved? a = target.requires_grad ? node.Save(this) : null, b = requires_grad ? node.Save(target) : null;
            long[] sa = Value.Sizes, sb = target.Value.Sizes;
            var type = dtype;
            return Graph.Record(result, node, (g, need) =>
            [
                need[0] ? Graph.Reduce(g.Product(b!.Get().transpose(-2, -1)), sa, type) : null,
                need[1] ? Graph.Reduce(a!.Get().transpose(-2, -1).Product(g), sb, type) : null,
            ]);
        }
    }
}
