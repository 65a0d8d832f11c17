namespace NanoEvents.EventHubs.Tests;

/// <summary>Addresses, logins, and what is refused.</summary>
public sealed class OptionsTests
{
    private const string Key = "SharedAccessKeyName=name;SharedAccessKey=c2VjcmV0";
    private const string Login = "Endpoint=sb://box.servicebus.windows.net/;" + Key;

    [Theory]
    [InlineData("eventhubs://box/events", Login, "eventhubs://box.servicebus.windows.net/events")]
    [InlineData("eventhubs://box.servicebus.windows.net/site1.events_x-y", Login, "eventhubs://box.servicebus.windows.net/site1.events_x-y")]
    [InlineData("eventhubs://box/events", Login + ";EntityPath=events", "eventhubs://box.servicebus.windows.net/events")]
    [InlineData("EVENTHUBS://box.servicebus.chinacloudapi.cn:5671/e", "Endpoint=sb://box.servicebus.chinacloudapi.cn/;" + Key, "eventhubs://box.servicebus.chinacloudapi.cn:5671/e")]
    [InlineData("eventhubs://localhost/events", "Endpoint=sb://localhost;" + Key + ";UseDevelopmentEmulator=true;", "eventhubs://localhost/events")]
    [InlineData("eventhubs://127.0.0.1:5673/events", "Endpoint=sb://127.0.0.1;" + Key + ";UseDevelopmentEmulator=true;", "eventhubs://127.0.0.1:5673/events")]
    public void AnAddressNamesANamespaceAndAHub(string address, string login, string shown)
    {
        var options = new EventHubsSinkOptions { Address = address, ConnectionString = login };

        Assert.Null(options.FindProblem());
        Assert.Equal($"EventHubsSinkOptions {{ Address = {shown} }}", options.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("mqtt://box/events")]
    [InlineData("eventhubs://box")]
    [InlineData("eventhubs:///events")]
    [InlineData("eventhubs://box:port/events")]
    [InlineData("eventhubs://box/events/more")]
    [InlineData("eventhubs://box/.events")]
    [InlineData("eventhubs://box/ev ents")]
    [InlineData("eventhubs://name:c2VjcmV0@box/events")]
    [InlineData("eventhubs://box/events;SharedAccessKey=c2VjcmV0")]
    public void AnAddressThatIsNoneIsRefusedWithoutItsSecrets(string address) => AssertRefused(new EventHubsSinkOptions { Address = address, ConnectionString = Login }, "");

    [Theory]
    [InlineData(null, "needs a login")]
    [InlineData("c2VjcmV0", "the connection string is none")]
    [InlineData("Endpoint=sb://box.servicebus.windows.net/;SharedAccessKey=c2VjcmV0", "no endpoint or no key")]
    [InlineData("Endpoint=sb://other.servicebus.windows.net/;" + Key, "for another namespace than the address")]
    [InlineData(Login + ";EntityPath=other", "for another hub than the address")]
    public void ALoginThatIsNoneIsRefusedWithoutItsSecrets(string? login, string why) => AssertRefused(new EventHubsSinkOptions { Address = "eventhubs://box/events", ConnectionString = login }, why);

    [Fact]
    public void OptionsThatDoNotFitAreRefused()
    {
        var good = new EventHubsSinkOptions { Address = "eventhubs://box/events", ConnectionString = Login };
        AssertRefused(good with { Address = "eventhubs://client@box/events" }, "a client before the host is for a login with Entra ID");
        AssertRefused(good with { ConsumerGroup = " " }, "the consumer group must have a name");
        AssertRefused(good with { CaFile = "absent.pem" }, "there is no file absent.pem");
        AssertRefused(good with { TailEvents = 0 }, "the tail must be");
        AssertRefused(good with { WriteTimeout = TimeSpan.Zero }, "the write timeout must be");
        AssertRefused(good with { Address = "eventhubs://box/" + new string('a', 252) }, "a name of at most 251 characters");
        var twice = new EventHubsEventClientOptions { Address = good.Address, ConnectionString = Login, Checkpoints = [new Checkpoint("a", 1, 1), new Checkpoint("a", 2, 1)] };
        Assert.Contains("one checkpoint", twice.FindProblem());
        Assert.Contains("reconnect delay", (twice with { Checkpoints = [], ReconnectDelay = TimeSpan.Zero }).FindProblem());
        Assert.Throws<ArgumentException>(() => new EventHubsEventClient(twice));
    }

    private static void AssertRefused(EventHubsSinkOptions options, string why)
    {
        string? problem = options.FindProblem();

        Assert.NotNull(problem);
        Assert.Contains(why, problem);
        Assert.DoesNotContain("c2VjcmV0", problem);
        Assert.DoesNotContain('\n', problem);
        Assert.Throws<ArgumentException>(() => new EventHubsEventSink(options));
    }
}
