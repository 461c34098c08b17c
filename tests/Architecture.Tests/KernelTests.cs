using System.Reflection;
using System.Reflection.Emit;

namespace ReptileGen.Architecture.Tests;

/// <summary>Kernels use nothing of ours beside them, no random numbers, no I/O, and allocate nothing.</summary>
[TestClass]
public sealed class KernelTests
{
    private static readonly string[] ForbiddenNamespaces = ["System.IO", "System.Net", "System.Threading", "System.Linq"];

    [TestMethod]
    public void KernelsStandAlone()
    {
        var kernels = Assembly.Load("ReptileGen.Model").GetTypes().Where(IsKernels).ToList();
        Assert.IsNotEmpty(kernels);
        Assert.AreEqual("", string.Join('\n', kernels.SelectMany(t => Violations(t, inKernels: IsKernels))));
    }

    [TestMethod]
    [DataRow(nameof(Sample.Sums), "")]
    [DataRow(nameof(Sample.Throws), "")]
    [DataRow(nameof(Sample.MakesArray), "newarr")]
    [DataRow(nameof(Sample.MakesObject), "newobj")]
    [DataRow(nameof(Sample.Boxes), "box")]
    [DataRow(nameof(Sample.DrawsRandomNumbers), "System.Random")]
    [DataRow(nameof(Sample.ReadsFiles), "System.IO.File")]
    [DataRow(nameof(Sample.UsesSibling), "Repository")]
    public void TheRuleSeesWhatItShould(string method, string expected)
    {
        var found = string.Join('\n', Violations(typeof(Sample).GetMethod(method)!, inKernels: t => t == typeof(Sample) || t.DeclaringType == typeof(Sample)));
        Assert.AreEqual(expected.Length == 0, found.Length == 0, found);
        Assert.Contains(expected, found);
    }

    private static bool IsKernels(Type type) => type.Namespace is { } space && (space.EndsWith(".Kernels", StringComparison.Ordinal) || space.Contains(".Kernels.", StringComparison.Ordinal));

    private static IEnumerable<string> Violations(Type type, Func<Type, bool> inKernels)
    {
        const BindingFlags All = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        return type.GetMethods(All).SelectMany(m => Violations(m, inKernels));
    }

    private static IEnumerable<string> Violations(MethodBase method, Func<Type, bool> inKernels)
    {
        var isKernel = method.DeclaringType is { IsAbstract: true, IsSealed: true }; // a static class, not an owner of memory
        foreach (var (code, member) in Instructions.Of(method))
        {
            var type = member as Type ?? member.DeclaringType!;
            var where = $"{method.DeclaringType}.{method.Name}: {code} {type}.{member.Name}";
            if (type.Namespace?.StartsWith("ReptileGen", StringComparison.Ordinal) == true && !inKernels(type))
                yield return $"{where} is a sibling";
            if (type == typeof(Random) || ForbiddenNamespaces.Any(n => type.Namespace == n))
                yield return $"{where} is forbidden";
            if (isKernel && Allocates(code, member))
                yield return $"{where} allocates";
        }
    }

    private static bool Allocates(OpCode code, MemberInfo member) =>
        code == OpCodes.Newarr || code == OpCodes.Box
        || (code == OpCodes.Newobj && member.DeclaringType is { IsValueType: false } type && !type.IsAssignableTo(typeof(Exception)));

    /// <summary>What kernels may and may not do.</summary>
    internal static class Sample
    {
        public static float Sums(ReadOnlySpan<float> x)
        {
            var sum = System.Numerics.Vector<float>.Zero[0];
            foreach (var value in x)
                sum += value;
            return MathF.Tanh(sum) + new Pair(sum, 1).Sum();
        }

        public static void Throws(ReadOnlySpan<float> x)
        {
            if (x.IsEmpty)
                throw new ArgumentException($"expected numbers, found none", nameof(x));
        }

        public static float[] MakesArray(int n) => new float[n];

        public static object MakesObject() => new List<int>();

        public static object Boxes(int x) => x;

        public static float DrawsRandomNumbers(Random random) => random.NextSingle();

        public static bool ReadsFiles(string path) => File.Exists(path);

        public static string UsesSibling() => Repository.Root;

        private readonly record struct Pair(float A, float B)
        {
            public float Sum() => A + B;
        }
    }
}
