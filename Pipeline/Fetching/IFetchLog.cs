namespace ReptileGen.Pipeline.Fetching;

/// <summary>Where fetching reports to; MSBuild's log in a build, a list in tests.</summary>
public interface IFetchLog
{
    /// <summary>For those who look closely: attempts, resumes, waits.</summary>
    void Detail(string message);

    /// <summary>For everybody: one line per file fetched or source given up.</summary>
    void Notable(string message);
}
