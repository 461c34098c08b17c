using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Runs;

/// <summary>Hears how a run goes on.</summary>
public interface IRunProgress
{
    /// <summary>After every outer step.</summary>
    /// <param name="facts">Where the run stands.</param>
    /// <param name="step">What the step did.</param>
    /// <param name="progress">Share of the run done, 0 to 1.</param>
    void Stepped(RunFacts facts, OuterStep step, double progress);

    /// <summary>After every evaluation on validation data.</summary>
    /// <param name="point">What was measured.</param>
    /// <param name="best">It is the best so far.</param>
    void Evaluated(EvaluationPoint point, bool best);
}
