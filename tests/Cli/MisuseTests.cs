using System.CommandLine;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests;

/// <summary>A command line that cannot be: one line that says what and what to do, exit code 2.</summary>
public sealed class MisuseTests
{
    [Theory]
    [InlineData("", "a verb is missing: give one of demo, watch, dashboard, bridge, ")]
    [InlineData("wach", "nanoevents does not take 'wach': give one of demo, watch")]
    [InlineData("--verbose", "nanoevents does not take '--verbose'")]
    [InlineData("demo --fast", "demo does not take '--fast'. Try: nanoevents demo --help")]
    [InlineData("demo trace.csv", "demo does not take 'trace.csv'")]
    [InlineData("demo --trace", "Required argument missing for option: '--trace'")]
    [InlineData("demo --port 0", "--port must be a whole number from 1 to 65535, not '0'")]
    [InlineData("demo --port 70000", "--port must be a whole number from 1 to 65535, not '70000'")]
    [InlineData("broker --port x", "--port must be a whole number from 1 to 65535, not 'x'")]
    [InlineData("broker --port -1", "--port must be a whole number from 1 to 65535, not '-1'")]
    [InlineData("demo --speed 0", "--speed must be a number from 0.01 to 100000, or max, not '0'")]
    [InlineData("demo --speed -1", "--speed must be a number from 0.01 to 100000, or max, not '-1'")]
    [InlineData("demo --speed x", "--speed must be a number from 0.01 to 100000, or max, not 'x'")]
    [InlineData("demo --speed 1e9", "--speed must be a number from 0.01 to 100000, or max, not '1e9'")]
    [InlineData("asyncapi --version 3", "--version must be 3.0 or 2.6, not '3'")]
    [InlineData("asyncapi --channel kafk", "there is no channel 'kafk': give one of events, state, names, status, decoded, kafka, redis, amqp, eventHubs, webhook")]
    [InlineData("asyncapi --html --version 2.6", "the HTML page shows all of version 3.0: leave out --version and --channel, or --html")]
    [InlineData("encode", "Option '--trace' is required. Try: nanoevents encode --help")]
    [InlineData("encode --trace x --batch 0", "--batch must be a whole number from 1 to 64, not '0'")]
    [InlineData("encode --trace x --batch 65", "--batch must be a whole number from 1 to 64, not '65'")]
    [InlineData("encode --trace x --batch x", "--batch must be a whole number from 1 to 64, not 'x'")]
    [InlineData("watch", "Option '--broker' is required. Try: nanoevents watch --help")]
    [InlineData("watch --broker h --device a!b", "--device must be 1 to 32 characters out of A-Z a-z 0-9 _ -, not 'a!b'")]
    [InlineData("simulate --broker h", "Option '--device' is required. Try: nanoevents simulate --help")]
    [InlineData("simulate --device d", "Option '--broker' is required")]
    [InlineData("simulate --broker h --device d --speed max", "--speed max needs a trace that ends: give one with --trace")]
    [InlineData("simulate --broker h --device \u001b[31mred", "not '?[31mred'")]
    [InlineData("simulate --broker h --device d --speed fast", "--speed must be a number from 0.01 to 100000, or max, not 'fast'")]
    [InlineData("demo --trace x --zone Atlantis", "--zone must be a time zone that this machine knows, such as Europe/Berlin or UTC, not 'Atlantis'")]
    [InlineData("demo --zone UTC", "--zone is for the times of a trace: give one with --trace")]
    [InlineData("broker --user ", "--user")]
    [InlineData("doctor --wait x", "--wait must be a whole number from 0 to 3600, not 'x'")]
    [InlineData("doctor --broker http://nano:secret@h", "--broker must begin with mqtt:// or mqtts://")]
    [InlineData("flash --chip z80", "--chip must be one of")]
    [InlineData("flash --target X", "--target needs --chip")]
    [InlineData("decode --hex 00", "decode does not take '--hex'")]
    public async Task IsOneLineThatSaysWhatToDo(string commandLine, string says)
    {
        Finished misused = await Nanoevents.RunAsync(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        misused.AssertFailed(2, says);
        Assert.Empty(misused.Output);
        Assert.DoesNotContain('\u001b', misused.Errors);
    }

    [Theory]
    [InlineData("demo --speed", "0")]
    [InlineData("simulate --broker h --device d --speed", "0")]
    [InlineData("demo --port", "0")]
    [InlineData("broker --port", "0")]
    [InlineData("encode --trace x --batch", "0")]
    [InlineData("configure --baud", "0")]
    [InlineData("doctor --wait", "3601")]
    public async Task ANumberThatCannotBeIsOneLine(string verb, string tooSmallOrLarge)
    {
        string[] never = ["-1", "NaN", "1e400", "Infinity", "-Infinity", "fast", "99999999999999999999", "1,5", "0x10", "1_000", "", " ", "٣", tooSmallOrLarge];
        string option = verb.Split(' ')[^1];
        Command root = Verbs.Create();
        foreach (string number in never)
        {
            string[] arguments = [.. verb.Split(' '), number];
            ParseResult parsed = CommandRunner.Parse(root, arguments);

            Assert.True(parsed.Errors.Count > 0, $"{verb} takes {number}");
            Assert.StartsWith(option + " must be ", Misuse.Describe(parsed, root));
        }

        (await Nanoevents.RunAsync([.. verb.Split(' '), "-1"])).AssertFailed(2, option + " must be ");
    }

    [Fact]
    public void AnOptionWithoutItsValueIsOneLine()
    {
        Command root = Verbs.Create();
        foreach (Command verb in root.Subcommands)
        {
            foreach (Option option in verb.Options.Where(option => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool)))
            {
                ParseResult parsed = CommandRunner.Parse(root, [verb.Name, option.Name, ""]);

                Assert.Contains(parsed.Errors, error => error.Message.StartsWith(option.Name + " ", StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("configure|--set|broker.password=Ge|heim")]
    [InlineData("configure|--set|broker.password=Ge|-xheim")]
    [InlineData("configure|--set|broker.password=Ge|--heim")]
    [InlineData("configure|--set|broker.pasword|heim")]
    [InlineData("configure|--set|broker.pasword heim")]
    [InlineData("configure|--set|broker.pasword heim=1")]
    [InlineData("configure|--set|heim=1")]
    [InlineData("configure|--set|broker.port=heim")]
    [InlineData("configure|broker.pasword|heim")]
    [InlineData("configure|--broker.password=heim")]
    [InlineData("configure|--broker.pasword:heim")]
    [InlineData("watch|--broker|nano:Ge|heim@h")]
    [InlineData("watch|--broker|mqtt://nano:Ge|heim")]
    [InlineData("watch|--broker|mqtt://nano:Ge heim@h:x")]
    [InlineData("watch|--broker|h|--pasword-file|heim")]
    [InlineData("watch|--broker|mqtt://nano@h|--password-file|heim")]
    [InlineData("watch|--broker|mqtts://h|--key|heim")]
    [InlineData("watch|heim")]
    [InlineData("simulate|--broker|h|--device|d|heim")]
    [InlineData("doctor|--broker|nano:heim")]
    [InlineData("broker|--user|nano|heim")]
    [InlineData("broker|--password|heim")]
    [InlineData("broker|--password=heim")]
    [InlineData("broker|--password-file|heim")]
    [InlineData("broker.password|heim")]
    [InlineData("heim")]
    public async Task ASecretInTheWrongPlaceIsNotRepeated(string commandLine)
    {
        Finished misused = await Nanoevents.RunAsync(commandLine.Split('|'));

        Assert.InRange(misused.ExitCode, 1, 2);
        Assert.Single(misused.ErrorLines);
        Assert.DoesNotContain("heim", misused.Errors);
        Assert.DoesNotContain("heim", misused.Output);
    }

    [Theory]
    [InlineData("watch --josn", "watch does not take '--josn': did you mean --json? Try: nanoevents watch --help")]
    [InlineData("configure --sett x", "configure does not take '--sett': did you mean --set?")]
    [InlineData("watch --wholly-unknown", "watch does not take an option of this name. Try: nanoevents watch --help")]
    [InlineData("configure word", "configure does not take a word without an option before it: a value with blanks goes into quotation marks")]
    [InlineData("watch mqtt://h", "watch does not take an address without --broker before it")]
    public async Task WhatWasMeantIsSaid(string commandLine, string says) => (await Nanoevents.RunAsync(commandLine.Split(' '))).AssertFailed(2, says);

    [Theory]
    [InlineData("demo", "--trace", "")]
    [InlineData("demo", "--speed", "")]
    [InlineData("watch", "--broker", "")]
    public async Task AnEmptyValueIsNone(string verb, string option, string value)
    {
        (await Nanoevents.RunAsync([verb, option, value])).AssertFailed(2, $"{option} ");
    }

    [Theory]
    [InlineData("x://nano:secret@h")]
    [InlineData("http://nano:secret@h")]
    [InlineData("mqtt://nano:secret")]
    [InlineData("mqtt://nano:secret@")]
    [InlineData("mqtt://nano:secret@h:70000")]
    [InlineData("mqtt://nano:secret@h:0")]
    [InlineData("mqtt://nano:secret@h:1/path")]
    [InlineData("mqtt://nano:12/secret@h")]
    [InlineData("mqtt://nano:se@secret@h:x")]
    [InlineData("nano:secret")]
    public async Task ABrokersAddressThatCannotBeIsNotQuoted(string broker)
    {
        foreach (string[] verb in new string[][] { ["watch"], ["simulate", "--device", "d"] })
        {
            Finished misused = await Nanoevents.RunAsync([.. verb, "--broker", broker]);

            misused.AssertFailed(2, "--broker ");
            Assert.DoesNotContain("secret", misused.Errors);
        }
    }

    [Theory]
    [InlineData("watch mqtt://nano:secret@h")]
    [InlineData("mqtt://nano:secret@h")]
    [InlineData("simulate --broker h --device mqtt://nano:secret@h")]
    [InlineData("demo --speed mqtt://nano:secret@h")]
    [InlineData("demo --trace mqtt://nano:secret@h")]
    public async Task NorIsAnAddressInTheWrongPlace(string commandLine)
    {
        Finished misused = await Nanoevents.RunAsync(commandLine.Split(' '));

        Assert.InRange(misused.ExitCode, 1, 2);
        Assert.Single(misused.ErrorLines);
        Assert.DoesNotContain("secret", misused.Errors);
    }
}
