using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Board;

/// <summary>What nanoff's exit codes mean, and what to do. Linux and macOS pass on only the lowest byte of a code.</summary>
internal static class NanoffExit
{
    private const string NoAnswer =
        "the board does not answer: hold its BOOT button, press and release EN (or RST), let BOOT go, and run this again; close whatever else uses the port";

    // What nanoff prints where it has failed and ends with 0.
    private static readonly (string Printed, string Meaning)[] _failures =
    [
        ("Error deploying content file", "a file could not be written to the board: press EN (or RST), close whatever else uses the port, and run this again"),
        ("No operation was performed", $"nothing was done: this needs nanoff {NanoffVersion.Range}: `{NanoffVersion.Install}`"),
    ];

    private static readonly (int Code, string Meaning)[] _codes =
    [
        (2000, NoAnswer),
        (2001, NoAnswer),
        (2002, NoAnswer),
        (4000, NoAnswer),
        (4001, "there is no nanoCLR for this size of flash memory"),
        (4002, "the flash memory could not be erased: try another cable or USB port"),
        (4003, "the flash memory could not be written: try another cable or USB port"),
        (4004, "the flash memory could not be read: try another cable or USB port"),
        (4005, "the port cannot be opened: close whatever else uses it"),
        (6000, "the port cannot be opened: close whatever else uses it"),
        (6002, "another program has the board: close Visual Studio's Device Explorer, terminals and other nanoff runs"),
        (7000, "nanoff does not know this chip"),
        (9000, $"this nanoff does not know an option: `{NanoffVersion.Install}`"),
        (9005, "there is no such target or version: `nanoff --listtargets --platform esp32` lists them"),
        (9007, "nanoCLR could not be downloaded: is this PC online?"),
        (9008, "the image is not there"),
    ];

    /// <summary>Ends the command if nanoff has failed.</summary>
    /// <param name="exitCode">Its exit code; 0 does not say that it has done something.</param>
    /// <param name="output">What it printed.</param>
    /// <exception cref="CommandException">It has failed.</exception>
    public static void Check(int exitCode, string output)
    {
        if (exitCode != 0)
        {
            throw new CommandException(Explain(exitCode));
        }

        if (_failures.FirstOrDefault(failure => output.Contains(failure.Printed, StringComparison.OrdinalIgnoreCase)) is { Meaning: { } meaning } found)
        {
            throw new CommandException($"nanoff says '{found.Printed}': {meaning}");
        }
    }

    /// <summary>One line for people.</summary>
    public static string Explain(int exitCode)
    {
        (int code, string? meaning) = _codes.FirstOrDefault(c => c.Code == exitCode || (c.Code & 0xFF) == exitCode);
        return meaning == null ? $"nanoff ended with exit code {exitCode}: its own output says why" : $"nanoff ended with E{code}: {meaning}";
    }
}
