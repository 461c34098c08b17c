using System.Reflection;

namespace ReptileGen.Architecture.Tests;

/// <summary>The files of the working tree, without what builds produce.</summary>
internal static class Repository
{
    private static readonly string[] Skipped = [".git", "bin", "obj", "artifacts", "packed", "cache", "runs", "TestResults"];

    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>Paths relative to the root, with <c>/</c>, whose names end in one of the extensions.</summary>
    public static IReadOnlyList<string> Files(params string[] extensions) =>
        [.. Walk(Root).Where(f => extensions.Any(f.EndsWith)).Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder).Where(d => !Skipped.Contains(Path.GetFileName(d))).SelectMany(Walk));
}
