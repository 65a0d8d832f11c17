using System.Text;
using MQTTnet;
using MQTTnet.Protocol;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Cli.Certificates;
using NanoEvents.Cli.Tests.Support;
using NanoEvents.Tests;

namespace NanoEvents.Bridge.Tests.HomeAssistant;

/// <summary>The same at Mosquitto, with the access list that `nanoevents certificates` writes: device, bridge and Home Assistant have a user each.</summary>
public sealed class MosquittoTests : IDisposable
{
    private const string Password = "p";

    private readonly string _folder = Directory.CreateTempSubdirectory("home-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task TheGeneratedAccessListLetsEachDoWhatItNeeds()
    {
        int port = Ports.Free();
        await using Mosquitto broker = await StartAsync(port);
        await using LittleHomeAssistant home = await LittleHomeAssistant.StartAsync(port, "home", Password);
        await using BridgeProcess bridge = Bridge(port, "bridge");
        await bridge.UntilSaysAsync("Connected to Home Assistant's broker");
        using IMqttClient hall = await ConnectAsync(port, "hall");
        await SendAsync(hall, "status", Encoding.UTF8.GetBytes("online firmware=0.4.2 boot=1 wake=unknown"));
        await SendAsync(hall, "state", Messages.State(1, 21.5, moving: true));
        await home.UntilAsync("nanoevents_hall.temperature_0", "21.50");

        await home.RestartAsync();
        await home.UntilAsync("nanoevents_hall.temperature_0", "21.50");

        Assert.Equal(0, await bridge.InterruptAsync());
        await home.UntilAsync("nanoevents_hall.temperature_0", "unavailable");
    }

    [Fact]
    public async Task AUserThatMayNotWriteIsToldWhatToAllow()
    {
        int port = Ports.Free();
        await using Mosquitto broker = await StartAsync(port);

        await using BridgeProcess bridge = Bridge(port, "reader");

        Assert.Equal(1, await bridge.WaitAsync());
        await bridge.UntilSaysAsync("does not let this user write nanoevents-present/");
        Assert.DoesNotContain("secret", bridge.Errors);
    }

    private static BridgeProcess Bridge(int port, string user) => new("bridge", "--broker", $"mqtt://{user}:{Password}@127.0.0.1:{port}", "--to", "homeassistant:");

    private async Task<Mosquitto> StartAsync(int port)
    {
        Mosquitto.SkipWhereAbsent();
        Party[] parties = [new("hall", Role.Device), new("reader", Role.Reader), new("bridge", Role.Bridge), new("home", Role.HomeAssistant)];
        await File.WriteAllTextAsync(Path.Combine(_folder, "acl"), MosquittoFolder.AccessList(parties));
        await File.WriteAllLinesAsync(Path.Combine(_folder, "passwords"), parties.Select(party => $"{party.Name}:{MosquittoPassword.Hash(Password)}"));
        string file = Path.Combine(_folder, "conf");
        await File.WriteAllTextAsync(file, $"""
            listener {port} 127.0.0.1
            allow_anonymous false
            password_file {_folder}/passwords
            acl_file {_folder}/acl
            message_size_limit {MosquittoFolder.MaxMessageBytes}
            user {Environment.UserName}

            """);
        return await Mosquitto.StartAsync(file, port);
    }

    private static async Task<IMqttClient> ConnectAsync(int port, string user)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithCredentials(user, Password).Build(), TestContext.Current.CancellationToken);
        return client;
    }

    private static Task SendAsync(IMqttClient client, string part, byte[] payload) =>
        client.PublishBinaryAsync($"nanoevents/hall/{part}", payload, MqttQualityOfServiceLevel.AtLeastOnce, retain: true, TestContext.Current.CancellationToken);
}
