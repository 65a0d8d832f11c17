using System.CommandLine;
using System.Text.Json.Nodes;
using NanoEvents.Cli.Contract;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Commands;

/// <summary>`asyncapi`: the contract between devices and readers, for other languages and tools.</summary>
internal static class AsyncApiCommand
{
    private const string Newest = "3.0";
    private const string Older = "2.6";

    public static Command Create()
    {
        Option<string> version = new("--version") { Description = "The version of AsyncAPI: 3.0, or 2.6 for generators that ask for it", DefaultValueFactory = _ => Newest, HelpName = "VERSION" };
        version.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value is not (Newest or Older)) is { } other)
            {
                result.AddError($"--version must be {Newest} or {Older}, not '{other.Value}'.");
            }
        });
        Option<string[]> channel = new("--channel") { Description = "Only this channel, with what belongs to it, such as kafka; can be repeated", HelpName = "NAME" };
        channel.Validators.Add(result =>
        {
            string[] names = [.. DocumentPart.Channels(AsyncApiDocument.Make(ContractKind.General))];
            if (result.Tokens.FirstOrDefault(token => !names.Contains(token.Value)) is { } unknown)
            {
                result.AddError($"there is no channel '{unknown.Value}': give one of {string.Join(", ", names)}.");
            }
        });
        Option<bool> declared = new("--declared") { Description = "Each kind that firmware/samples declares in this build, in place of one form for all of them" };
        Option<bool> html = new("--html") { Description = "Print an HTML page instead of JSON" };
        Command command = new("asyncapi", "Print topics, batches, events and a bridge's records as an AsyncAPI document (JSON)") { version, channel, declared, html };
        command.Validators.Add(result =>
        {
            if (result.GetValue(html) && (result.GetResult(version) is { Implicit: false } || result.GetResult(channel) is { Implicit: false }))
            {
                result.AddError("the HTML page shows all of version 3.0: leave out --version and --channel, or --html.");
            }
        });
        command.SetAction(parsed =>
        {
            using StreamWriter output = StandardOutput.Open();
            JsonObject document = AsyncApiDocument.Make(parsed.GetValue(declared) ? ContractKind.Declared : ContractKind.General);
            if (parsed.GetValue(channel) is { Length: > 0 } channels)
            {
                DocumentPart.Keep(document, channels);
            }

            output.WriteLine(
                parsed.GetValue(html) ? AsyncApiPage.Make(document)
                : (parsed.GetValue(version) == Older ? OlderDocument.Of(document) : document).ToJsonString(AsyncApiDocument.Indented));
        });
        return command;
    }
}
