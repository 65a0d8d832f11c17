using System.Net.Sockets;
using NanoEvents.Firmware;

namespace NanoEvents.Simulator;

/// <summary>A PC as the board of a console. The Wi-Fi is the PC's own; stored Wi-Fi settings are kept in memory.</summary>
/// <param name="restart">Called to restart the device.</param>
public sealed class SimulatedBoard(Action restart) : IConsoleBoard, IWifiStore
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);
    private string _password = string.Empty;

    /// <summary>Like an ESP32's.</summary>
    public ChipPins Pins { get; } = ChipPins.Of("ESP32_REV3");

    /// <inheritdoc/>
    public string Chip => "PC";

    /// <summary>Always: the PC's network is there, whatever Wi-Fi the settings name.</summary>
    public bool IsOnline => true;

    /// <summary>Unknown, because the firmware uses the PC's memory.</summary>
    public int FreeBytes => 0;

    /// <inheritdoc/>
    public string Ssid { get; private set; } = string.Empty;

    /// <inheritdoc/>
    public bool HasPassword => _password.Length != 0;

    /// <inheritdoc/>
    public bool TryReach(string host, int port)
    {
        try
        {
            using TcpClient client = new();
            using CancellationTokenSource patience = new(_patience);
            client.ConnectAsync(host, port, patience.Token).AsTask().GetAwaiter().GetResult();
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Restart() => restart();

    /// <inheritdoc/>
    public bool TryKeep(string? ssid, string? password)
    {
        Ssid = ssid ?? Ssid;
        _password = password ?? _password;
        return true;
    }
}
