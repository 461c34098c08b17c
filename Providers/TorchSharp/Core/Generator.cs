using System.Numerics;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers (xoshiro256++, seeded by splitmix64): the same seed gives the same numbers on every platform.</summary>
    public class Generator : IDisposable
    {
        private readonly ulong[] _state = new ulong[4];
        private long _seed;

        /// <summary>A source with a seed.</summary>
        public Generator(ulong seed = 0, Device? device = null)
        {
            device?.MustBeCpu();
            manual_seed((long)seed);
        }

        /// <summary>The source that operations use by default.</summary>
        public static Generator Default { get; } = new(67280421310721);

        /// <summary>Always the CPU.</summary>
        public Device device => CPU;

        /// <summary>Starts again from a seed.</summary>
        public Generator manual_seed(long seed)
        {
            _seed = seed;
            var x = (ulong)seed;
            for (var i = 0; i < 4; i++)
            {
                x += 0x9E3779B97F4A7C15;
                var z = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
                _state[i] = z ^ (z >> 31);
            }

            return this;
        }

        /// <summary>The seed that the source started from.</summary>
        public long initial_seed() => _seed;

        /// <summary>Nothing to release with this provider.</summary>
        public void Dispose() => GC.SuppressFinalize(this);

        internal ulong Next()
        {
            var s = _state;
            var result = BitOperations.RotateLeft(s[0] + s[3], 23) + s[0];
            var t = s[1] << 17;
            s[2] ^= s[0];
            s[3] ^= s[1];
            s[1] ^= s[2];
            s[0] ^= s[3];
            s[2] ^= t;
            s[3] = BitOperations.RotateLeft(s[3], 45);
            return result;
        }

        /// <summary>Uniform in [0, 1), 53 bits.</summary>
        internal double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

        /// <summary>Standard normal (Box-Muller).</summary>
        internal double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());
    }

    /// <summary>Seeds the default source.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    /// <summary>The default source of random numbers.</summary>
    public static partial class random
    {
        /// <summary>Seeds the default source.</summary>
        public static Generator manual_seed(long seed) => Generator.Default.manual_seed(seed);
    }
}
