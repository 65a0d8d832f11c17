using System.CommandLine;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Commands;

/// <summary>`broker`: the broker that is inside anyway, for the local network.</summary>
internal static class BrokerCommand
{
    private const int UsualPort = 1883;
    private const string User = "nano";

    public static Command Create()
    {
        Option<int?> port = CommonOptions.Port("The port to listen on (1883)");
        Option<bool> local = new("--local") { Description = "Listen for programs on this machine alone, without a password" };
        Command command = new("broker", "An MQTT broker for the local network; prints the addresses to give to devices") { port, local };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(port) ?? UsualPort, parsed.GetValue(local), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int port, bool local, CancellationToken cancellation)
    {
        // Programs on this machine need no password; whoever comes over the network does.
        string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        await using EmbeddedBroker broker = new(local ? IPAddress.Loopback : IPAddress.Any, port, local ? null : User, password);
        await broker.StartAsync();
        Console.WriteLine($"this machine  {broker.LocalUrl.OriginalString}");
        if (!local)
        {
            foreach (IPAddress address in LocalAddresses())
            {
                Console.WriteLine($"devices       mqtt://{User}:{password}@{address}:{port}");
            }

            Remarks.Say("The password is made anew at each start. Sessions last as long as this program runs: use Mosquitto or another broker for good.");
        }

        Remarks.Say("Ctrl+C ends it.");
        await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
        return CommandRunner.Done;
    }

    private static IEnumerable<IPAddress> LocalAddresses() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork);
}
