using System.Numerics;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>
/// The products and updates of a large matrix, cut into bands of rows. Each member of a team always takes the same bands,
/// so they stay in its core's own cache where the whole matrix would not; without a team one thread takes all. Sums over
/// rows are those of the bands, added from the last band to the first: the same bits for every size of team.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class BandedMatrix<T> : ITeamWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Bands = 4;

    private static readonly MatrixKernels<T> Kernels = MatrixKernels<T>.Best;

    private readonly int rows;
    private readonly int columns;
    private readonly ITeam? team;
    private readonly AlignedBuffer<T> sums;
    private Job job;

    /// <summary>For matrices of one shape.</summary>
    /// <param name="rows">A multiple of 4, at least <see cref="LeastRows"/>.</param>
    /// <param name="columns">A multiple of 16.</param>
    /// <param name="team">Who shares the work, or null.</param>
    public BandedMatrix(int rows, int columns, ITeam? team)
    {
        (this.rows, this.columns, this.team) = (rows, columns, team);
        sums = new AlignedBuffer<T>((Bands - 1) * columns);
    }

    private enum Kind
    {
        Multiply,
        MultiplyTransposed,
        AddOuters,
    }

    /// <summary>Rows from which on bands are worth it.</summary>
    public static int LeastRows => 16 * Bands;

    /// <summary><c>y = w x</c>.</summary>
    /// <exception cref="ArgumentException">A length that does not fit the shape; so in the others.</exception>
    public void Multiply(Span<T> w, ReadOnlySpan<T> x, Span<T> y)
    {
        Check(w.Length, y.Length == rows && x.Length == columns);
        fixed (T* pw = w, px = x, py = y)
        {
            Run(new Job(Kind.Multiply, pw, px, py, null, 0, T.Zero));
        }
    }

    /// <summary><c>y += w' d</c>.</summary>
    public void MultiplyTransposed(Span<T> w, ReadOnlySpan<T> d, Span<T> y)
    {
        Check(w.Length, d.Length == rows && y.Length == columns);
        fixed (T* pw = w, pd = d, py = y)
        {
            Run(new Job(Kind.MultiplyTransposed, pw, pd, py, null, 0, T.Zero));
        }

        for (int band = Bands - 2; band >= 0; band--)
        {
            Vectors.Add(sums.Slice(band * columns, columns), y);
        }
    }

    /// <summary><c>w += sign u' v</c> for so many outer products.</summary>
    public void AddOuters(Span<T> w, ReadOnlySpan<T> u, ReadOnlySpan<T> v, int count, T sign)
    {
        int padded = Tiles.PadRows(count);
        Check(w.Length, u.Length >= padded * Tiles.PadColumns(rows) && v.Length >= padded * columns);
        fixed (T* pw = w, pu = u, pv = v)
        {
            Run(new Job(Kind.AddOuters, pw, pu, null, pv, count, sign));
        }
    }

    /// <inheritdoc/>
    public void Part(int member)
    {
        int size = team?.Size ?? 1, first = member * Bands / size, end = (member + 1) * Bands / size;
        for (int k = first; k < end; k++)
        {
            // Transposed products go backwards: the last rows are those that the product before left in the cache.
            Part(job.Kind == Kind.MultiplyTransposed ? first + end - 1 - k : k, job);
        }
    }

    private void Part(int band, in Job job)
    {
        int first = Start(band), count = Start(band + 1) - first;
        Span<T> w = new(job.W + first * columns, count * columns);
        switch (job.Kind)
        {
            case Kind.Multiply:
                Kernels.Multiply(w, new ReadOnlySpan<T>(job.X, columns), new Span<T>(job.Y + first, count));
                break;
            case Kind.MultiplyTransposed:
                Span<T> sum = band == Bands - 1 ? new Span<T>(job.Y, columns) : sums.Slice(band * columns, columns);
                if (band < Bands - 1)
                {
                    sum.Clear();
                }

                Kernels.MultiplyTransposed(w, new ReadOnlySpan<T>(job.X + first, count), sum);
                break;
            default:
                int padded = Tiles.PadRows(job.Count);
                Kernels.AddOuters(
                    w, first, rows, columns, new ReadOnlySpan<T>(job.X, padded * Tiles.PadColumns(rows)), new ReadOnlySpan<T>(job.V, padded * columns), job.Count, job.Sign);
                break;
        }
    }

    private void Check(int length, bool fits)
    {
        if (length != rows * columns || !fits)
        {
            throw new ArgumentException($"matrix in bands: expected {rows} x {columns} elements and vectors to match, found {length}");
        }
    }

    private int Start(int band) => band == Bands ? rows : rows * band / Bands / 16 * 16;

    private void Run(in Job next)
    {
        job = next;
        if (team is null)
        {
            Part(0);
        }
        else
        {
            team.Run(this);
        }
    }

    private readonly struct Job(Kind kind, T* w, T* x, T* y, T* v, int count, T sign)
    {
        public Kind Kind { get; } = kind;

        public T* W { get; } = w;

        public T* X { get; } = x;

        public T* Y { get; } = y;

        public T* V { get; } = v;

        public int Count { get; } = count;

        public T Sign { get; } = sign;
    }
}
