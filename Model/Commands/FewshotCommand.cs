namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen fewshot</c>: regression from a few points, the experiments that meta-learning started with.</summary>
internal static class FewshotCommand
{
    public static DocumentedCommand Create()
    {
        var command = new DocumentedCommand(
            "fewshot",
            "Learn functions from a few points: transfer, MAML, FOMAML, Reptile, Meta-SGD.",
            "reptilegen fewshot sine --algorithm all",
            "reptilegen fewshot logistic --out plots");
        command.Subcommands.Add(FewshotSineCommand.Create());
        command.Subcommands.Add(FewshotLogisticCommand.Create());
        return command;
    }
}
