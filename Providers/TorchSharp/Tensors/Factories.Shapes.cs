using TorchSharp.Core;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Zeros in a given shape.</summary>
    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(size, dtype, device, requires_grad, t => t.fill_(0));

    /// <summary>Zeros in a given shape.</summary>
    public static Tensor zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => zeros(size.ToArray(), dtype, device, requires_grad, names);

    /// <summary>Zeros with 1 dimension.</summary>
    public static Tensor zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => zeros((long[])[size], dtype, device, requires_grad, names);

    /// <summary>Zeros with 2 dimensions.</summary>
    public static Tensor zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => zeros((long[])[rows, columns], dtype, device, requires_grad, names);

    /// <summary>Zeros with 3 dimensions.</summary>
    public static Tensor zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => zeros((long[])[dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>Zeros with 4 dimensions.</summary>
    public static Tensor zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => zeros((long[])[dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>Zeros with 1 dimension.</summary>
    public static Tensor zeros(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => zeros((long[])[size], dtype, device, requires_grad, names);

    /// <summary>Zeros with 2 dimensions.</summary>
    public static Tensor zeros(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => zeros((long[])[rows, columns], dtype, device, requires_grad, names);

    /// <summary>Zeros with 3 dimensions.</summary>
    public static Tensor zeros(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => zeros((long[])[dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>Zeros with 4 dimensions.</summary>
    public static Tensor zeros(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => zeros((long[])[dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>Ones in a given shape.</summary>
    public static Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(size, dtype, device, requires_grad, t => t.fill_(1));

    /// <summary>Ones in a given shape.</summary>
    public static Tensor ones(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => ones(size.ToArray(), dtype, device, requires_grad, names);

    /// <summary>Ones with 1 dimension.</summary>
    public static Tensor ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => ones((long[])[size], dtype, device, requires_grad, names);

    /// <summary>Ones with 2 dimensions.</summary>
    public static Tensor ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => ones((long[])[rows, columns], dtype, device, requires_grad, names);

    /// <summary>Ones with 3 dimensions.</summary>
    public static Tensor ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => ones((long[])[dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>Ones with 4 dimensions.</summary>
    public static Tensor ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => ones((long[])[dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>Ones with 1 dimension.</summary>
    public static Tensor ones(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => ones((long[])[size], dtype, device, requires_grad, names);

    /// <summary>Ones with 2 dimensions.</summary>
    public static Tensor ones(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => ones((long[])[rows, columns], dtype, device, requires_grad, names);

    /// <summary>Ones with 3 dimensions.</summary>
    public static Tensor ones(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => ones((long[])[dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>Ones with 4 dimensions.</summary>
    public static Tensor ones(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => ones((long[])[dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>Memory of undefined content in a given shape.</summary>
    public static Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(size, dtype, device, requires_grad, t => t);

    /// <summary>Memory of undefined content in a given shape.</summary>
    public static Tensor empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => empty(size.ToArray(), dtype, device, requires_grad, names);

    /// <summary>Memory of undefined content with 1 dimension.</summary>
    public static Tensor empty(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => empty((long[])[size], dtype, device, requires_grad, names);

    /// <summary>Memory of undefined content with 2 dimensions.</summary>
    public static Tensor empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => empty((long[])[rows, columns], dtype, device, requires_grad, names);

    /// <summary>Memory of undefined content with 3 dimensions.</summary>
    public static Tensor empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => empty((long[])[dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>Memory of undefined content with 4 dimensions.</summary>
    public static Tensor empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => empty((long[])[dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>Memory of undefined content with 1 dimension.</summary>
    public static Tensor empty(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => empty((long[])[size], dtype, device, requires_grad, names);

    /// <summary>Memory of undefined content with 2 dimensions.</summary>
    public static Tensor empty(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => empty((long[])[rows, columns], dtype, device, requires_grad, names);

    /// <summary>Memory of undefined content with 3 dimensions.</summary>
    public static Tensor empty(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => empty((long[])[dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>Memory of undefined content with 4 dimensions.</summary>
    public static Tensor empty(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => empty((long[])[dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>Uniform values in [0, 1) in a given shape.</summary>
    public static Tensor rand(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Made(size, dtype, device, requires_grad, t => t.uniform_(0, 1, generator));

    /// <summary>Uniform values in [0, 1) in a given shape.</summary>
    public static Tensor rand(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => rand(size.ToArray(), dtype, device, requires_grad, generator, names);

    /// <summary>Uniform values in [0, 1) with 1 dimension.</summary>
    public static Tensor rand(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => rand((long[])[size], dtype, device, requires_grad, generator, names);

    /// <summary>Uniform values in [0, 1) with 2 dimensions.</summary>
    public static Tensor rand(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => rand((long[])[rows, columns], dtype, device, requires_grad, generator, names);

    /// <summary>Uniform values in [0, 1) with 3 dimensions.</summary>
    public static Tensor rand(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => rand((long[])[dim0, dim1, dim2], dtype, device, requires_grad, generator, names);

    /// <summary>Uniform values in [0, 1) with 4 dimensions.</summary>
    public static Tensor rand(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => rand((long[])[dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator, names);

    /// <summary>Uniform values in [0, 1) with 1 dimension.</summary>
    public static Tensor rand(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => rand((long[])[size], dtype, device, requires_grad, generator, names);

    /// <summary>Uniform values in [0, 1) with 2 dimensions.</summary>
    public static Tensor rand(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => rand((long[])[rows, columns], dtype, device, requires_grad, generator, names);

    /// <summary>Uniform values in [0, 1) with 3 dimensions.</summary>
    public static Tensor rand(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => rand((long[])[dim0, dim1, dim2], dtype, device, requires_grad, generator, names);

    /// <summary>Uniform values in [0, 1) with 4 dimensions.</summary>
    public static Tensor rand(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => rand((long[])[dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator, names);

    /// <summary>Standard normal values in a given shape.</summary>
    public static Tensor randn(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Made(size, dtype, device, requires_grad, t => t.normal_(0, 1, generator));

    /// <summary>Standard normal values in a given shape.</summary>
    public static Tensor randn(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randn(size.ToArray(), dtype, device, requires_grad, generator, names);

    /// <summary>Standard normal values with 1 dimension.</summary>
    public static Tensor randn(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randn((long[])[size], dtype, device, requires_grad, generator, names);

    /// <summary>Standard normal values with 2 dimensions.</summary>
    public static Tensor randn(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randn((long[])[rows, columns], dtype, device, requires_grad, generator, names);

    /// <summary>Standard normal values with 3 dimensions.</summary>
    public static Tensor randn(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randn((long[])[dim0, dim1, dim2], dtype, device, requires_grad, generator, names);

    /// <summary>Standard normal values with 4 dimensions.</summary>
    public static Tensor randn(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randn((long[])[dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator, names);

    /// <summary>Standard normal values with 1 dimension.</summary>
    public static Tensor randn(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randn((long[])[size], dtype, device, requires_grad, generator, names);

    /// <summary>Standard normal values with 2 dimensions.</summary>
    public static Tensor randn(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randn((long[])[rows, columns], dtype, device, requires_grad, generator, names);

    /// <summary>Standard normal values with 3 dimensions.</summary>
    public static Tensor randn(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randn((long[])[dim0, dim1, dim2], dtype, device, requires_grad, generator, names);

    /// <summary>Standard normal values with 4 dimensions.</summary>
    public static Tensor randn(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randn((long[])[dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator, names);

    private static Tensor Made(long[] size, ScalarType? dtype, Device? device, bool requires_grad, Func<Tensor, Tensor> fill)
    {
        device?.MustBeCpu();
        var result = new Tensor(Impl.Empty(dtype ?? get_default_dtype(), (long[])size.Clone()));
        fill(result);
        return requires_grad ? result.requires_grad_() : result;
    }
}
