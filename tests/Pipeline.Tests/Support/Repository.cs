using System.Reflection;

namespace ReptileGen.Pipeline.Tests.Support;

/// <summary>Where the repository under test is, as its build wrote it down.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!;
}
