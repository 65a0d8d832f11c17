using System.Buffers.Binary;
using System.Diagnostics;

namespace NanoEvents.Benchmarks.Day;

/// <summary>What tcpdump sees of one port on loopback, both directions.</summary>
internal sealed class Capture : IDisposable
{
    private const int FileHeader = 24;
    private const int PacketHeader = 16;
    private const int Ethernet = 14;
    private const int Headers = 40;
    private const byte ApplicationData = 23;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    private readonly string _file = Path.GetTempFileName();
    private readonly Process _process;

    private Capture(int port) => _process = Process.Start(new ProcessStartInfo(
        "tcpdump", ["-i", "lo", "-n", "-U", "-s", "160", "-w", _file, "tcp", "port", port.ToString(System.Globalization.CultureInfo.InvariantCulture)])
    {
        RedirectStandardError = true,
    })!;

    /// <summary>A capture that runs; null where tcpdump is not installed or may not.</summary>
    public static async Task<Capture?> StartAsync(int port)
    {
        try
        {
            Capture capture = new(port);
            await Task.Delay(Settled);
            return capture._process.HasExited ? null : capture;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Ends the capture and counts. Options of TCP are left out, because a board has none and Linux has 12 bytes in each segment.</summary>
    public async Task<CapturedBytes> EndAsync()
    {
        await Task.Delay(Settled);
        using (Process stop = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await stop.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        return Count(await File.ReadAllBytesAsync(_file));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        File.Delete(_file);
    }

    private static CapturedBytes Count(ReadOnlySpan<byte> file)
    {
        CapturedBytes all = default;
        for (int at = FileHeader; at + PacketHeader <= file.Length;)
        {
            int kept = BinaryPrimitives.ReadInt32LittleEndian(file[(at + 8)..]);
            ReadOnlySpan<byte> ip = file.Slice(at + PacketHeader + Ethernet, kept - Ethernet);
            ReadOnlySpan<byte> tcp = ip[((ip[0] & 15) * 4)..];
            int options = (tcp[12] >> 4) * 4;
            int payload = BinaryPrimitives.ReadUInt16BigEndian(ip[2..]) - ((ip[0] & 15) * 4) - options;
            bool isApplication = payload > 0 && tcp[options] == ApplicationData;
            all = all.With(payload + Headers, payload, isApplication);
            at += PacketHeader + kept;
        }

        return all;
    }
}

/// <summary>What a capture has counted.</summary>
/// <param name="Total">All bytes, with 40 bytes of TCP/IP headers a segment.</param>
/// <param name="Opening">Those before the first record of the application: TCP's and TLS's opening.</param>
/// <param name="Records">Segments with data of the application.</param>
/// <param name="Acknowledgements">Segments without data, after the opening.</param>
internal readonly record struct CapturedBytes(long Total, long Opening, int Records, int Acknowledgements)
{
    public CapturedBytes With(int bytes, int payload, bool isApplication)
    {
        bool isOpen = isApplication || Records > 0;
        return new CapturedBytes(Total + bytes, Opening + (isOpen ? 0 : bytes), Records + (isApplication ? 1 : 0), Acknowledgements + (isOpen && payload == 0 ? 1 : 0));
    }
}
