namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen data</c>: the packed datasets.</summary>
internal static class DataCommand
{
    public static DocumentedCommand Create()
    {
        var command = new DocumentedCommand(
            "data",
            "List, verify and look at the packed datasets.",
            "reptilegen data list",
            "reptilegen data show mnist --count 64 --out digits.png");
        command.Subcommands.Add(DataListCommand.Create());
        command.Subcommands.Add(DataVerifyCommand.Create());
        command.Subcommands.Add(DataShowCommand.Create());
        return command;
    }
}
