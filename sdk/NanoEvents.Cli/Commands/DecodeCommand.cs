using System.CommandLine;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Commands;

/// <summary>`decode`: batches in hex to events.</summary>
internal static class DecodeCommand
{
    public static Command Create()
    {
        Argument<string[]> batches = new("HEX") { Description = "Batches in hex; - or nothing reads lines from standard input", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> json = CommonOptions.Json();
        Command command = new("decode", "Batches to events") { batches, json };
        command.SetAction(parsed => Run(parsed.GetValue(batches) ?? [], parsed.GetValue(json)));
        return command;
    }

    private static int Run(string[] batches, bool asJson)
    {
        using StreamWriter output = StandardOutput.Open();
        EventJson json = new(output);
        bool fromInput = batches.Length == 0 || (batches.Length == 1 && batches[0] == "-");
        int number = 0;
        int bad = 0;
        foreach (string hex in fromInput ? Lines(Console.In) : batches)
        {
            number++;
            string where = fromInput ? $"line {number}" : $"batch {number}";
            if (hex.AsSpan().Trim().Length == 0)
            {
                continue;
            }

            if (!TryDecode(hex, asJson ? json : null, output, out string why))
            {
                bad++;
                output.Flush();
                Remarks.Error($"{where}: {why}");
            }
        }

        return bad == 0 ? CommandRunner.Done : CommandRunner.Failed;
    }

    private static bool TryDecode(string hex, EventJson? json, TextWriter output, out string why)
    {
        byte[] payload;
        try
        {
            payload = Convert.FromHexString(hex.AsSpan().Trim());
        }
        catch (FormatException)
        {
            why = "not hex: two digits 0-9 a-f for each byte, nothing between";
            return false;
        }

        List<NanoEvent> events = [];
        bool isBatch = BatchDecoder.TryDecode(payload, events, out BatchError error);
        why = isBatch ? "" : error.Message;
        foreach (NanoEvent e in events)
        {
            if (json != null)
            {
                json.Write(e);
            }
            else
            {
                output.WriteLine(EventLine.Format(e));
            }
        }

        return isBatch;
    }

    private static IEnumerable<string> Lines(TextReader input)
    {
        while (input.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
