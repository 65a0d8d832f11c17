using System.Diagnostics;
using System.Globalization;
using NanoEvents.Tests;

namespace NanoEvents.Amqp.Tests.Support;

/// <summary>An ActiveMQ Classic on loopback that speaks MQTT and writes down what it has; ended by its id.</summary>
internal sealed class ActiveMqServer : IAsyncDisposable
{
    private const string Home = "/usr/share/activemq";
    private const string Mqtt = "/usr/share/java/mqtt-client.jar";

    private readonly string _folder = Directory.CreateTempSubdirectory("activemq").FullName;
    private readonly int _port = Ports.Free();
    private readonly ServerProcess _process;

    private ActiveMqServer() => _process = new ServerProcess("ActiveMQ", _port);

    public string Address => string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{_port}");

    public static void SkipWhereAbsent() => Assert.SkipWhen(
        !Directory.Exists($"{Home}/lib") || !File.Exists(Mqtt) || !File.Exists("/usr/bin/java"), "ActiveMQ is not installed: apt-get install activemq libmqtt-client-java");

    public static async Task<ActiveMqServer> StartAsync()
    {
        ActiveMqServer server = new();
        File.WriteAllText(Path.Combine(server._folder, "activemq.xml"), string.Create(CultureInfo.InvariantCulture, $"""
            <beans xmlns="http://www.springframework.org/schema/beans" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
              xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans-2.0.xsd
                                  http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">
              <broker xmlns="http://activemq.apache.org/schema/core" useJmx="false" brokerName="localhost" dataDirectory="{server._folder}/data">
                <persistenceAdapter><kahaDB directory="{server._folder}/data/kahadb" /></persistenceAdapter>
                <transportConnectors><transportConnector name="mqtt" uri="mqtt://127.0.0.1:{server._port}" /></transportConnectors>
              </broker>
            </beans>
            """));
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Ends it as a crash would (SIGKILL).</summary>
    public Task KillAsync() => _process.KillAsync();

    public Task StartAgainAsync()
    {
        string[] line =
        [
            "-Xmx256m", $"-Dactivemq.home={Home}", $"-Dactivemq.base={_folder}", "-cp", $"{Home}/lib/*:{Home}/lib/optional/*:{Mqtt}",
            "org.apache.activemq.console.Main", "start", $"xbean:file:{_folder}/activemq.xml",
        ];
        return _process.StartAsync(new ProcessStartInfo("/usr/bin/java", line));
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, true);
    }
}
