namespace ReptileGen.Model.Commands;

/// <summary>What the process tells its caller.</summary>
public static class ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    public const int Success = 0;

    /// <summary>Something the user can put right: a file, a name, a value; the message says what.</summary>
    public const int Failure = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>An error of the program (EX_SOFTWARE of sysexits.h).</summary>
    public const int Internal = 70;

    /// <summary>Stopped by Ctrl+C or a termination signal (128 + SIGINT).</summary>
    public const int Interrupted = 130;
}
