using System.ComponentModel;
using System.Diagnostics;

namespace NanoEvents.Cli.Tests.Consoles;

/// <summary>Two serial ports and a lead between them, which can be pulled: a pair of pseudo-terminals from socat.</summary>
internal sealed class SerialPair : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoevents");
    private Process? _socat;

    private SerialPair()
    {
        Plug();
    }

    /// <summary>The end at which the device is.</summary>
    public string Device => Path.Combine(_folder.FullName, "device");

    /// <summary>The end at which somebody configures it.</summary>
    public string Pc => Path.Combine(_folder.FullName, "pc");

    /// <summary>A folder that is gone with the pair.</summary>
    public string Folder => _folder.FullName;

    /// <summary>A pair; the test is skipped where socat is absent.</summary>
    public static SerialPair OrSkip()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pseudo-terminals that are serial ports.");
        try
        {
            return new SerialPair();
        }
        catch (Win32Exception)
        {
            Assert.Skip("socat is not installed: apt-get install socat");
            throw;
        }
    }

    /// <summary>Plugs the lead in.</summary>
    public void Plug()
    {
        _socat = Process.Start(new ProcessStartInfo("socat", [$"pty,raw,echo=0,link={Device}", $"pty,raw,echo=0,link={Pc}"]));
        Stopwatch watch = Stopwatch.StartNew();
        while (!File.Exists(Device) || !File.Exists(Pc))
        {
            Assert.True(watch.Elapsed < _limit, "socat makes no ports");
            Thread.Sleep(5);
        }
    }

    /// <summary>Pulls the lead.</summary>
    public void Pull()
    {
        _socat!.Kill();
        _socat.WaitForExit();
        _socat.Dispose();
        _socat = null;
        File.Delete(Device);
        File.Delete(Pc);
    }

    public void Dispose()
    {
        if (_socat != null)
        {
            Pull();
        }

        _folder.Delete(recursive: true);
    }
}
