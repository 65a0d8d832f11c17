using System.CommandLine;
using NanoEvents.Cli.Output;
using NanoEvents.Simulator;

namespace NanoEvents.Cli.Commands;

/// <summary>`decode`: batches in hex to events.</summary>
internal static class DecodeCommand
{
    // Two digits for each of a batch's 1024 bytes, and some blanks.
    private const int MaxCharsALine = 4096;

    public static Command Create()
    {
        Argument<string[]> batches = new("HEX") { Description = "Batches in hex; with - or nothing, read them from standard input, one a line", Arity = ArgumentArity.ZeroOrMore };
        batches.Validators.Add(result =>
        {
            // An argument that begins with a dash was meant as an option, and is no batch.
            if (result.Tokens.FirstOrDefault(token => token.Value.Length > 1 && token.Value[0] == '-') is { } option)
            {
                result.AddError($"decode does not take '{option.Value}'.");
            }
        });
        Option<bool> json = CommonOptions.Json();
        Command command = new("decode", "Print the events of batches") { batches, json };
        command.SetAction(parsed => Run(parsed.GetValue(batches) ?? [], parsed.GetValue(json)));
        return command;
    }

    private static int Run(string[] batches, bool asJson)
    {
        using StreamWriter output = StandardOutput.Open();
        BatchPrinter printer = new(output, asJson);
        if (batches.Length == 0 || batches is ["-"])
        {
            PrintInput(printer);
        }
        else
        {
            for (int i = 0; i < batches.Length; i++)
            {
                printer.Print($"batch {i + 1}", batches[i], false);
            }
        }

        return printer.EndsWell() ? ExitCode.Done : ExitCode.Failed;
    }

    private static void PrintInput(BatchPrinter printer)
    {
        if (!Console.IsInputRedirected)
        {
            StandardError.Say("Reading batches from the keyboard, a line each. Ctrl+C ends it.");
        }

        LineReader lines = new(Console.In, MaxCharsALine);
        int number = 0;
        while (lines.Read() is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                printer.Print($"line {number}", line, lines.IsCut);
            }
        }

        if (number == 0)
        {
            StandardError.Warn("nothing to decode: standard input was empty");
        }
    }
}
