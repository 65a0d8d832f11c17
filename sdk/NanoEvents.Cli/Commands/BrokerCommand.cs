using System.CommandLine;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Commands;

/// <summary>`broker`: runs the built-in broker for the local network.</summary>
internal static class BrokerCommand
{
    private const int UsualPort = 1883;

    public static Command Create()
    {
        Option<int?> port = CommonOptions.Port("The port to listen on (1883)");
        Option<bool> local = new("--local") { Description = "Listen only for programs on this machine, without a password" };
        Option<string> user = new("--user") { Description = "The user with whom devices and readers log in", HelpName = "NAME", DefaultValueFactory = _ => "nano" };
        Option<string> passwordFile = new("--password-file")
        {
            Description = "A file whose first line is the password for all programs. Without it, each start makes a new password, and programs on this machine need none",
            HelpName = "FILE",
        };
        user.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (result.Tokens[0].Value.Length is < 1 or > 64 || result.Tokens[0].Value.Any(char.IsControl)))
            {
                result.AddError("--user must be 1 to 64 characters.");
            }
        });
        Command command = new("broker", "Run an MQTT broker for the local network; print the addresses to give to devices") { port, local, user, passwordFile };
        command.SetAction((parsed, cancellation) =>
            RunAsync(parsed.GetValue(port) ?? UsualPort, parsed.GetValue(local), parsed.GetValue(user)!, parsed.GetValue(passwordFile), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int port, bool local, string user, string? passwordFile, CancellationToken cancellation)
    {
        string password = passwordFile == null ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)) : PasswordFile.Read(passwordFile);
        bool trustsThisMachine = passwordFile == null;
        IPAddress address = local ? IPAddress.Loopback : IPAddress.Any;
        await using EmbeddedBroker broker = new(address, port, user, password, trustsThisMachine);
        broker.Warned += StandardError.Warn;
        await broker.StartAsync();
        string asked = trustsThisMachine ? $"{Uri.EscapeDataString(user)}:{password}@" : $"{Uri.EscapeDataString(user)}@";
        Console.WriteLine($"this machine  mqtt://{(trustsThisMachine ? "" : asked)}127.0.0.1:{port}");
        foreach (IPAddress own in local ? [] : LocalAddresses())
        {
            Console.WriteLine($"devices       mqtt://{asked}{own}:{port}");
        }

        StandardError.Say(trustsThisMachine && !local
            ? "Each start makes a new password; --password-file keeps one."
            : trustsThisMachine ? "Only for programs on this machine." : $"The password is the first line of {passwordFile}.");
        StandardError.Say("While this program runs, it keeps the messages that a reader's session misses. docs/broker.md says when to move to Mosquitto. Ctrl+C ends it.");
        await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
        return ExitCode.Done;
    }

    private static IEnumerable<IPAddress> LocalAddresses() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork);
}
