using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using NanoEvents.Cli.Board;
using NanoEvents.Cli.Doctor;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Commands;

/// <summary>`doctor`: checks every part between a board and your code, and says how to fix each problem.</summary>
internal static class DoctorCommand
{
    private static readonly JsonSerializerOptions _jsonOptions = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        BrokerOptions broker = new(isRequired: false);
        Option<int> wait = new("--wait") { Description = "How many seconds to listen to devices", HelpName = "SECONDS", DefaultValueFactory = _ => 5 };
        wait.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out int seconds) || seconds is < 0 or > 3600))
            {
                result.AddError($"--wait must be a whole number from 0 to 3600, not '{result.Tokens[0].Value}'.");
            }
        });
        Option<string> port = new("--port") { Description = "Ask the board whose console is at this serial port", HelpName = "PORT" };
        Option<int> baud = CommonOptions.Baud();
        Option<bool> json = CommonOptions.Json();
        Command command = new("doctor", "Check every part between a board and your code, and say how to fix each problem");
        broker.AddTo(command);
        command.Add(wait);
        command.Add(port);
        command.Add(baud);
        command.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            EventClientOptions? visited = broker.Read(parsed);
            TimeSpan patience = TimeSpan.FromSeconds(parsed.GetValue(wait));
            BoardChecks? board = parsed.GetValue(port) is { } asked ? new(asked, parsed.GetValue(baud), cancellation) : null;
            return RunAsync(FindAsync(board, visited, patience, cancellation), visited != null, parsed.GetValue(json));
        });
        return command;
    }

    private static async Task<int> RunAsync(IAsyncEnumerable<Finding> findings, bool hasBroker, bool asJson)
    {
        Grade worst = Grade.Ok;
        await foreach (Finding finding in findings)
        {
            Console.WriteLine(asJson ? Json(finding) : Line(finding));
            worst = finding.Grade > worst ? finding.Grade : worst;
        }

        if (!hasBroker)
        {
            StandardError.Say("Broker and devices are looked at with --broker URL.");
        }

        return worst == Grade.Error ? ExitCode.Failed : ExitCode.Done;
    }

    private static async IAsyncEnumerable<Finding> FindAsync(
        BoardChecks? board, EventClientOptions? broker, TimeSpan wait, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await PcChecks.SdkAsync(cancellation);
        yield return await PcChecks.NanoffAsync(cancellation);
        foreach (Finding finding in PcChecks.Ports(SerialPorts.List()).Concat(PcChecks.Fit(BoardVersions.Embedded())))
        {
            yield return finding;
        }

        foreach (Finding finding in board == null ? [] : await Task.Run(board.Ask, CancellationToken.None))
        {
            yield return finding;
        }

        if (broker != null)
        {
            await using BrokerProbe probe = new(broker);
            foreach (Finding finding in await probe.VisitAsync(wait, cancellation))
            {
                yield return finding;
            }
        }
    }

    private static string Line(Finding finding) =>
        Printable.Text($"{Name(finding.Grade),-8} {finding.Check}: {finding.Text}{(finding.Mend == null ? "" : $" -> {finding.Mend}")}");

    private static string Json(Finding finding) =>
        JsonSerializer.Serialize(new { check = finding.Check, grade = Name(finding.Grade), text = finding.Text, mend = finding.Mend }, _jsonOptions);

    private static string Name(Grade grade) => grade switch
    {
        Grade.Ok => "ok",
        Grade.Warning => "warning",
        _ => "error",
    };
}
