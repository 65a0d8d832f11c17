using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using NanoEvents.Bridge;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Page;
using NanoEvents.Dashboard;
using NanoEvents.History;

namespace NanoEvents.Cli.Commands;

/// <summary>`dashboard`: the devices of a broker as a page in the browser, and their history in a file.</summary>
internal static class DashboardCommand
{
    private const string ThisMachine = "mqtt://127.0.0.1:1883";

    public static Command Create()
    {
        BrokerOptions broker = new(isRequired: false);
        Option<string> data = new("--data") { Description = "The file of the history (one for each broker, in the data folder of this user)", HelpName = "FILE" };
        Option<int?> keep = new("--keep") { Description = "How many days single events stay; hourly and daily summaries stay (for ever)", HelpName = "DAYS" };
        keep.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int days) || days is < 1 or > 36500))
            {
                result.AddError($"--keep must be a whole number of days from 1, not '{result.Tokens[0].Value}'.");
            }
        });
        Option<string> listen = new("--listen")
        {
            Description = $"The address or port of the page (127.0.0.1:{ListenAddress.UsualPort}); 0.0.0.0 for the whole network, which then is asked for a password",
            HelpName = "ADDRESS",
        };
        listen.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && ListenAddress.Parse(result.Tokens[0].Value) == null)
            {
                result.AddError($"--listen must be an address of this machine such as 127.0.0.1:{ListenAddress.UsualPort}, 0.0.0.0 or 9000, not '{result.Tokens[0].Value}'.");
            }
        });
        Option<string> password = new("--page-password-file") { Description = "A file whose first line is the password for the page", HelpName = "FILE" };
        Option<string[]> host = new("--host") { Description = "A further name under which browsers ask for the page, such as that of a proxy with TLS", HelpName = "NAME" };
        Option<bool> open = new("--open") { Description = "Open the page in the browser" };
        Command command = new("dashboard", "Show the devices of a broker in the browser: now, the past with what is missing, and health");
        broker.AddTo(command);
        foreach (Option option in new Option[] { data, keep, listen, password, host, open })
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) =>
        {
            EventClientOptions client = broker.Read(parsed) ?? new EventClientOptions { Broker = ThisMachine };
            IPEndPoint address = ListenAddress.Parse(parsed.GetValue(listen) ?? "127.0.0.1")!;
            DashboardOptions options = new()
            {
                Broker = client,
                Data = parsed.GetValue(data) ?? DataFile.For(new Uri(client.Broker)),
                Keep = parsed.GetValue(keep) is { } days ? TimeSpan.FromDays(days) : null,
                Listen = address,
                HostNames = parsed.GetValue(host) ?? [],
                Password = parsed.GetValue(password) is { } file ? PasswordFile.Read(file, "--page-password-file") : IPAddress.IsLoopback(address.Address) ? null : NewPassword(),
            };
            return RunAsync(options, isPasswordNew: options.Password != null && parsed.GetValue(password) == null, parsed.GetValue(open), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(DashboardOptions options, bool isPasswordNew, bool opens, CancellationToken cancellation)
    {
        try
        {
            await using EventDashboard dashboard = new(options);
            dashboard.NoticeReceived += (_, e) => StandardError.Say(e.Notice.Text);
            await dashboard.StartAsync(cancellation);
            Console.WriteLine(dashboard.Address.AbsoluteUri.TrimEnd('/'));
            StandardError.Say($"The history is in {Path.GetFullPath(options.Data)}. Ctrl+C ends the page; what comes meanwhile waits at the broker.");
            if (isPasswordNew)
            {
                StandardError.Say($"Any user name, password {options.Password}. Each start makes a new one; --page-password-file keeps one.");
            }

            if (options.Password != null)
            {
                StandardError.Warn("the password travels without encryption: put a proxy with TLS in front of it where you do not trust the network (docs/dashboard.md)");
            }

            if (opens)
            {
                Browser.Open(dashboard.Address);
            }

            await dashboard.RunAsync(cancellation);
            return ExitCode.Done;
        }
        catch (Exception e) when (e is HistoryException or SinkBusyException or DashboardException or BrokerRefusedException or ArgumentException)
        {
            throw new CommandException(e.Message);
        }
    }

    private static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
}
