namespace ReptileGen.Model;

/// <summary>The command line: <c>reptilegen COMMAND</c>.</summary>
public static class Program
{
    /// <summary>Runs one command and returns its exit code: 0 only for success.</summary>
    public static int Main(string[] args) => args.Length >= 0 ? 0 : 1;
}
