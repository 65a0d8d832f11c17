using System.CommandLine;
using NanoEvents.Cli.Contract;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Commands;

/// <summary>`asyncapi`: the contract between devices and readers, for other languages and tools.</summary>
internal static class AsyncApiCommand
{
    public static Command Create()
    {
        Option<bool> html = new("--html") { Description = "Print an HTML page instead of JSON" };
        Command command = new("asyncapi", "Print topics, batches and events as an AsyncAPI 3.0 document (JSON)") { html };
        command.SetAction(parsed =>
        {
            using StreamWriter output = StandardOutput.Open();
            output.WriteLine(parsed.GetValue(html) ? AsyncApiPage.Make(AsyncApiDocument.Make()) : AsyncApiDocument.Make().ToJsonString(AsyncApiDocument.Indented));
        });
        return command;
    }
}
