using System.Text;
using NanoEvents.Cli.Board;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Flash;

/// <summary>`nanoevents flash`, with a nanoff of our own that writes down what it is asked.</summary>
public sealed class FlashTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoevents").FullName;

    // What the stand-in for nanoff says of itself.
    private string Version { get; set; } = "nanoff 2.5.162+5f0d1f";

    private string Port => Path.Combine(_folder, "ttyUSB0");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task TheLinesOfADryRunAreThese()
    {
        StringBuilder screen = new();
        foreach (Chip chip in Chip.All)
        {
            string[] arguments = ["flash", "--dry-run", "--chip", chip.Name, "--port", "COM7", "--image", "app.bin"];
            (int exitCode, string[] lines, _) = await Nanoevents.RunInAsync(_folder, arguments);
            Assert.Equal(0, exitCode);
            screen.Append($"$ nanoevents {string.Join(' ', arguments)}\n{string.Join('\n', lines)}\n\n");
        }

        Repository.Verify("tests/Cli/Board/Flash/dry-run.verified.txt", screen.ToString());
    }

    // nanoff's Options.cs at v2.5.162 has each of these.
    [Fact]
    public void EveryOptionIsOneOfNanoffs()
    {
        string[] known = ["--platform", "--target", "--serialport", "--devicedetails", "--update", "--fwversion", "--masserase", "--deploy", "--image", "--address"];
        FlashPlan plan = new(Chip.S3, Chip.S3.Target, "COM7", "1.2.3.4", "app.bin", Erase: true);

        string[] used = [.. FlashPlan.Details("COM7").Concat(plan.Update).Concat(plan.Deploy).Where(word => word.StartsWith("--", StringComparison.Ordinal))];

        Assert.Empty(used.Except(known));
        Assert.DoesNotContain("--image", plan.Update);
        Assert.Contains("--address", plan.Deploy);
    }

    [Fact]
    public async Task TheBoardIsAskedThenNanoClrThenTheFirmwareAtTheChipsAddress()
    {
        SkipOnWindows();
        MakeImage(1000);

        (int exitCode, _, string[] errors) = await FlashAsync("echo 'Connected to:'; echo 'ESP32-C6 (ESP32-C6 (revision v0.0))'; echo 'Features Wi-Fi 6'", "--no-wait");

        Assert.True(exitCode == 0, string.Join('\n', errors));
        Assert.Equal(
            [
                $"--platform esp32 --serialport {Port} --devicedetails",
                $"--target ESP32_C6_THREAD --serialport {Port} --update --fwversion {BoardVersions.Embedded().NanoClr}",
                $"--target ESP32_C6_THREAD --serialport {Port} --deploy --image app.bin --address 0x250000",
            ],
            Asked());
    }

    [Theory]
    [InlineData(160, "hold its BOOT button")]
    [InlineData(112, "close whatever else uses it")]
    [InlineData(45, "nanoff --listtargets --platform esp32")]
    [InlineData(47, "is this PC online?")]
    [InlineData(3, "exit code 3: its own output says why")]
    public async Task AFailureOfNanoffEndsItWithOneLineThatSaysWhatToDo(int code, string advice)
    {
        SkipOnWindows();
        MakeImage(1000);

        (int exitCode, _, string[] errors) = await FlashAsync($"exit {code}", "--chip", "s3");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error  nanoff ended with", errors[^1]);
        Assert.Contains(advice, errors[^1]);
        Assert.Single(Asked());
    }

    [Fact]
    public async Task AnImageThatIsTooLargeIsNotFlashed()
    {
        SkipOnWindows();
        MakeImage(0x1C0001);

        (int exitCode, _, string[] errors) = await FlashAsync("exit 0", "--chip", "esp32");

        Assert.Equal(1, exitCode);
        Assert.Equal("error  app.bin has 1835009 bytes; an image for ESP32 has 1 to 1835008", errors[^1]);
        AssertOnlyTheDetailsWereAsked();
    }

    [Theory]
    [InlineData("Error deploying content file", "a file could not be written to the board")]
    [InlineData("No operation was performed", "nothing was done: this needs nanoff 2.5.157 or later, below 3")]
    public async Task AnExitCodeOfZeroAfterAFailureIsAFailure(string printed, string says)
    {
        SkipOnWindows();
        MakeImage(1000);

        (int exitCode, _, string[] errors) = await FlashAsync($"echo '{printed} x'", "--chip", "s3");

        Assert.Equal(1, exitCode);
        Assert.Contains($"{printed} x", errors);
        Assert.StartsWith($"error  nanoff says '{printed}': {says}", errors[^1]);
        Assert.Single(Asked());
    }

    [Theory]
    [InlineData("nanoff 3.0.0-preview.1+ab", "nanoff 3.0.0 cannot be used: this needs 2.5.157 or later, below 3")]
    [InlineData("nanoff 2.5.156", "nanoff 2.5.156 cannot be used: this needs 2.5.157 or later, below 3")]
    [InlineData("hello", "nanoff does not tell its version")]
    public async Task AnotherNanoffIsNotRun(string version, string says)
    {
        SkipOnWindows();
        MakeImage(1000);
        Version = version;

        (int exitCode, _, string[] errors) = await FlashAsync("exit 0", "--chip", "s3");

        Assert.Equal(1, exitCode);
        Assert.Equal($"error  {says}: `dotnet tool install -g nanoff --version {BoardVersions.Embedded().Nanoff} --allow-downgrade`", errors[^1]);
        Assert.Empty(Asked());
    }

    [Fact]
    public void OnlyAnImageOfThisFirmwareIsOne()
    {
        byte[] image = TestImage.Make(1000);

        Assert.True(FirmwareImage.IsOurs(image));
        Assert.False(FirmwareImage.IsOurs(new byte[1000]));
        Assert.False(FirmwareImage.IsOurs([]));
        Assert.False(FirmwareImage.IsOurs(image.AsSpan(0, 999)));
        Assert.False(FirmwareImage.IsOurs(image.AsSpan(0, 500)));
        Assert.False(FirmwareImage.IsOurs([.. image, 0]));
        Assert.False(FirmwareImage.IsOurs(TestImage.Make(1000, "Blink")));
    }

    [Fact]
    public async Task AFileOfZerosIsNotFlashed()
    {
        SkipOnWindows();
        File.WriteAllBytes(Path.Combine(_folder, "app.bin"), new byte[1000]);

        (int exitCode, _, string[] errors) = await FlashAsync("exit 0", "--chip", "esp32");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error  app.bin is not an image of this firmware", Assert.Single(errors));
        Assert.Empty(Asked());
    }

    [Fact]
    public async Task ADryRunSaysThatAFileOfZerosIsNoImage()
    {
        File.WriteAllBytes(Path.Combine(_folder, "app.bin"), new byte[1000]);

        (int exitCode, string[] lines, string[] errors) = await Nanoevents.RunInAsync(_folder, ["flash", "--dry-run", "--chip", "esp32", "--port", "COM7", "--image", "app.bin"]);

        Assert.Equal(0, exitCode);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("warning  app.bin is not an image of this firmware", Assert.Single(errors));
    }

    [Theory]
    [InlineData("Flash size 2MB", "the board at PORT has 2 MB of flash memory, and nanoCLR with this firmware needs 4 MB: nothing was written. Take a board with more")]
    [InlineData("Flash size 512kB", "the board at PORT has 0.5 MB of flash memory, and nanoCLR with this firmware needs 4 MB: nothing was written. Take a board with more")]
    public async Task ABoardWithoutRoomIsRefusedBeforeAnythingIsWritten(string size, string says)
    {
        SkipOnWindows();
        MakeImage(1000);
        string script = $"echo 'Connected to:'; echo 'ESP32 (ESP32-D0WD-V3 (revision v3.1))'; echo '{size} unknown from  (manufacturer 0xC8 device 0x4015)'";

        foreach (string[] more in new[] { Array.Empty<string>(), ["--chip", "esp32"], ["--chip", "esp32", "--target", "ESP32_PSRAM_REV3"] })
        {
            (int exitCode, _, string[] errors) = await FlashAsync(script, more);

            Assert.Equal(1, exitCode);
            Assert.Equal("error  " + says.Replace("PORT", Port, StringComparison.Ordinal), errors[^1]);
        }

        Assert.All(Asked(), asked => Assert.EndsWith("--devicedetails", asked));
    }

    [Fact]
    public async Task AnotherChipThanTheOneThatWasNamedIsNotWritten()
    {
        SkipOnWindows();
        MakeImage(1000);

        (int exitCode, _, string[] errors) = await FlashAsync("echo 'Connected to:'; echo 'ESP32 (ESP32-D0WD-V3 (revision v3.1))'", "--chip", "s3");

        Assert.Equal(1, exitCode);
        Assert.Equal($"error  the board at {Port} is ESP32 (ESP32-D0WD-V3 (revision v3.1)), not ESP32-S3: nothing was written. Leave --chip out, or name another port with --port", errors[^1]);
        AssertOnlyTheDetailsWereAsked();
    }

    [Fact]
    public async Task WithoutNanoffAndWithoutAnAnswerTheLineToTypeIsSaid()
    {
        SkipOnWindows();
        MakeImage(1000);
        File.WriteAllText(Port, "");

        (int exitCode, _, string[] errors) = await Nanoevents.RunInAsync(_folder, ["flash", "--image", "app.bin", "--port", Port], ("PATH", Path.GetDirectoryName(Dotnet())!), ("HOME", _folder));

        Assert.Equal(1, exitCode);
        Assert.Equal($"error  nanoff is not installed: `dotnet tool install -g nanoff --version {BoardVersions.Embedded().Nanoff} --allow-downgrade`, or --yes to have it done", errors[^1]);
    }

    [Theory]
    [InlineData(2, "--chip must be one of", "--chip", "s9")]
    [InlineData(2, "--target needs --chip", "--target", "M5Core2")]
    [InlineData(1, "no image nowhere.bin: check --image", "--image", "nowhere.bin")]
    [InlineData(1, "no image firmware/esp32/bin/image/NanoEvents.Esp32.bin under this folder: `dotnet build firmware/esp32 -p:Image=true` builds it", "--port", "COM7")]
    public async Task WrongInputIsOneLine(int expected, string text, params string[] arguments)
    {
        (int exitCode, string[] lines, string[] errors) = await Nanoevents.RunInAsync(_folder, ["flash", .. arguments]);

        Assert.Equal(expected, exitCode);
        Assert.Empty(lines);
        Assert.Contains(text, Assert.Single(errors));
    }

    [Fact]
    public void TheOnlyPortIsTakenAndAmongSeveralOneIsAskedFor()
    {
        SkipOnWindows();
        File.WriteAllText(Port, "");
        string other = Path.Combine(_folder, "ttyACM0");

        Assert.Equal(Port, SerialPorts.Choose(null, SerialPorts.List(_folder)));

        File.WriteAllText(other, "");
        Assert.Equal([other, Port], SerialPorts.List(_folder));
        CommandException several = Assert.Throws<CommandException>(() => SerialPorts.Choose(null, SerialPorts.List(_folder)));
        Assert.Equal($"several serial ports: {other}, {Port}; say which with --port", several.Message);
    }

    [Fact]
    public void WithoutAPortTheCableAndTheDriverAreNamed()
    {
        CommandException none = Assert.Throws<CommandException>(() => SerialPorts.Choose(null, []));

        Assert.StartsWith("no serial port: plug the board in with a cable that carries data", none.Message);
    }

    [Fact]
    public void APortThatMayNotBeOpenedNamesTheGroup()
    {
        SkipOnWindows();
        Assert.SkipWhen(Environment.UserName == "root", "root may open everything");
        File.WriteAllText(Port, "");
        SetMode(Port, UnixFileMode.None);

        CommandException denied = Assert.Throws<CommandException>(() => SerialPorts.Choose(null, SerialPorts.List(_folder)));

        Assert.Contains("dialout", denied.Message);
    }

    private static void SkipOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in for nanoff is a shell script");

    private static void SetMode(string file, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, mode);
        }
    }

    private static string Dotnet() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);

    private Task<Finished> FlashAsync(string script, params string[] more)
    {
        string nanoff = Path.Combine(_folder, "nanoff");
        File.WriteAllText(nanoff, $"#!/bin/sh\nif [ \"$*\" = --version ]; then echo {Version}; exit; fi\necho \"$*\" >>'{_folder}/asked'\n{script}\n");
        SetMode(nanoff, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(Port, "");
        string path = $"{_folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        return Nanoevents.RunInAsync(_folder, ["flash", "--port", Port, "--image", "app.bin", .. more], ("PATH", path));
    }

    private void MakeImage(int bytes) => File.WriteAllBytes(Path.Combine(_folder, "app.bin"), TestImage.Make(bytes));

    private void AssertOnlyTheDetailsWereAsked() => Assert.EndsWith("--devicedetails", Assert.Single(Asked()));

    private string[] Asked()
    {
        string asked = Path.Combine(_folder, "asked");
        return File.Exists(asked) ? File.ReadAllLines(asked) : [];
    }
}
