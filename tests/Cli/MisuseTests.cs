using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests;

/// <summary>A command line that cannot be: one line that says what and what to do, exit code 2.</summary>
public sealed class MisuseTests
{
    [Theory]
    [InlineData("", "a verb is missing: give one of demo, watch, broker, ")]
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
    [InlineData("encode", "Option '--trace' is required. Try: nanoevents encode --help")]
    [InlineData("encode --trace x --batch 0", "--batch must be a whole number from 1 to 64, not '0'")]
    [InlineData("encode --trace x --batch 65", "--batch must be a whole number from 1 to 64, not '65'")]
    [InlineData("encode --trace x --batch x", "--batch must be a whole number from 1 to 64, not 'x'")]
    [InlineData("watch", "Option '--broker' is required. Try: nanoevents watch --help")]
    [InlineData("watch --broker h --device a/b", "--device must be 1 to 32 characters out of A-Z a-z 0-9 _ -, not 'a/b'")]
    [InlineData("simulate --broker h", "Option '--device' is required. Try: nanoevents simulate --help")]
    [InlineData("simulate --device d", "Option '--broker' is required")]
    [InlineData("simulate --broker h --device d --speed max", "--speed max needs a trace that ends: give one with --trace")]
    [InlineData("simulate --broker h --device \u001b[31mred", "not '?[31mred'")]
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
