using System.IO.Ports;
using System.Security.Cryptography;
using NanoEvents.Cli.Board;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Configure;

/// <summary>
/// `configure` without `--port`: sends a change of the settings over the USB cable, with nanoff. Settings that are not given stay, or get their
/// defaults after a reset.
/// </summary>
internal sealed class CableConfiguration(IReadOnlyList<SettingInput> inputs, string? port, bool isReset, TextWriter output)
{
    private const string ChangeFile = "nanoevents.change";

    private readonly CableFiles _files = new(inputs, isReset);

    /// <summary>Shows what would be written and which lines would be run.</summary>
    /// <exception cref="CommandException">A file is invalid.</exception>
    public void Show()
    {
        _files.Check();
        string network = _files.HasNetwork ? _files.NetworkDeployment(isShown: true) : "";
        output.WriteLine("change");
        _files.Lines().ToList().ForEach(line => output.WriteLine("  " + line));
        ShowFile("files.json", CableFiles.FileDeployment(ChangeFile));
        if (_files.HasNetwork)
        {
            ShowFile("network.json", network);
        }

        output.WriteLine(Nanoff.Line(Arguments(port ?? "PORT", "files.json", "network.json")));
    }

    /// <summary>Writes them.</summary>
    /// <exception cref="CommandException">A file is invalid, or nanoff has failed.</exception>
    public async Task RunAsync(Func<Task<INanoff>> findNanoff, CancellationToken cancellation)
    {
        _files.Check();
        string chosen = SerialPorts.Choose(port, SerialPorts.List(), "--usb");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("nanoevents");
        try
        {
            string Write(string name, byte[] bytes)
            {
                string path = Path.Combine(folder.FullName, name);
                File.WriteAllBytes(path, bytes);
                return path;
            }

            string change = Write(ChangeFile, _files.Change(RandomNumberGenerator.GetInt32(1, int.MaxValue)));
            string files = Write("files.json", System.Text.Encoding.UTF8.GetBytes(CableFiles.FileDeployment(change)));
            string network = _files.HasNetwork ? Write("network.json", System.Text.Encoding.UTF8.GetBytes(_files.NetworkDeployment(isShown: false))) : "";
            INanoff nanoff = await findNanoff();
            await nanoff.RunAsync(Arguments(chosen, files, network), cancellation);
        }
        finally
        {
            // The folder contains passwords and a key.
            folder.Delete(recursive: true);
        }

        Restart(chosen);
    }

    private List<string> Arguments(string chosen, string files, string network)
    {
        // Without --nanodevice, because with it nanoff ignores both deployments.
        List<string> arguments = ["--serialport", chosen, "--filedeployment", files];
        if (_files.HasNetwork)
        {
            arguments.AddRange(["--networkdeployment", network]);
        }

        return arguments;
    }

    private void ShowFile(string name, string content)
    {
        output.WriteLine(name);
        output.WriteLine(content);
    }

    // RTS is wired to the reset of development boards, DTR to the boot pin, which must stay high.
    private static void Restart(string chosen)
    {
        try
        {
            using SerialPort serial = new(chosen, 115200) { DtrEnable = false, RtsEnable = true };
            serial.Open();
            Thread.Sleep(100);
            serial.RtsEnable = false;
            StandardError.Say("Written, and the board was told to restart. If it has not restarted, press EN (or RST).");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            StandardError.Say("Written. Press EN (or RST) on the board: the settings apply when it starts.");
        }
    }
}
