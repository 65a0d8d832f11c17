using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NanoEvents.Browser.Tests.Support;

namespace NanoEvents.Browser.Tests;

/// <summary>`nanoevents dashboard` on the command line.</summary>
public sealed class CommandTests : IDisposable
{
    // Nobody listens there: the page is served all the same.
    private const string NoBroker = "mqtt://127.0.0.1:1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dashboard");

    private string Data => Path.Combine(_folder.FullName, "house.db");

    [Fact]
    public async Task ItPrintsTheAddressAndWhereTheHistoryIs()
    {
        await using PageProcess dashboard = new(("XDG_DATA_HOME", _folder.FullName), "dashboard", "--broker", NoBroker, "--listen", "0");
        Uri address = await dashboard.AddressAsync();

        using HttpClient http = new();
        Assert.Contains("<title>NanoEvents</title>", await http.GetStringAsync(address, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await Waiting.UntilAsync(() => Task.FromResult(dashboard.Said.Contains("The history is in ", StringComparison.Ordinal)));
        Assert.SkipWhen(!OperatingSystem.IsLinux(), "the folder is that of Linux");
        Assert.Contains($"The history is in {Path.Combine(_folder.FullName, "nanoevents", "history-127.0.0.1-1.db")}.", dashboard.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatIsNoHistoryIsOneLine()
    {
        await File.WriteAllTextAsync(Data, new string('x', 5000), TestContext.Current.CancellationToken);

        Assert.StartsWith($"error  {Data} ", await FailAsync("dashboard", "--broker", NoBroker, "--data", Data, "--listen", "0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task APortThatIsTakenIsOneLine()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        string port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        Assert.StartsWith($"error  127.0.0.1:{port} cannot be listened at: ", await FailAsync("dashboard", "--broker", NoBroker, "--data", Data, "--listen", port), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASecondOneOnTheSameFileIsOneLine()
    {
        await using PageProcess first = new("dashboard", "--broker", NoBroker, "--data", Data, "--listen", "0");
        await first.AddressAsync();

        Assert.StartsWith($"error  another program writes to {Data}", await FailAsync("dashboard", "--broker", NoBroker, "--data", Data, "--listen", "0"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--listen", "everywhere", "error  --listen must be an address of this machine")]
    [InlineData("--listen", "127.0.0.1:70000", "error  --listen must be an address of this machine")]
    [InlineData("--keep", "0", "error  --keep must be a whole number of days")]
    [InlineData("--page-password-file", "open sesame", "error  --page-password-file must be the path of a file")]
    public async Task AWrongOptionIsOneLine(string option, string value, string expected) =>
        Assert.StartsWith(expected, await FailAsync("dashboard", "--broker", NoBroker, "--data", Data, option, value), StringComparison.Ordinal);

    public void Dispose() => _folder.Delete(true);

    private static async Task<string> FailAsync(params string[] arguments)
    {
        await using PageProcess process = new(arguments);
        Assert.NotEqual(0, await process.ExitAsync());
        Assert.Single(process.Said.Trim().Split('\n'));
        return process.Said;
    }
}
