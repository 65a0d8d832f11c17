using System.Diagnostics;
using System.Globalization;
using NanoEvents.Tests;

namespace NanoEvents.Amqp.Tests.Support;

/// <summary>A RabbitMQ on loopback with its plugin for AMQP 1.0, in a folder, with ports and a name server of its own; ended by its id.</summary>
internal sealed class RabbitServer : IAsyncDisposable
{
    public const string Password = "s3cret";

    private const string Scripts = "/usr/lib/rabbitmq/bin";

    // One user may do everything, one has no rights. The queue takes five events, and then refuses. /queue/ would make one without that bound.
    private const string Definitions = $$"""
        {
          "vhosts": [{ "name": "/" }, { "name": "house" }],
          "users": [{ "name": "bridge", "password": "{{Password}}", "tags": "" }, { "name": "guest", "password": "guest", "tags": "" },
                    { "name": "nobody", "password": "{{Password}}", "tags": "" }, { "name": "reader", "password": "x", "tags": "" }],
          "permissions": [{ "user": "bridge", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*" },
                          { "user": "bridge", "vhost": "house", "configure": ".*", "write": ".*", "read": ".*" },
                          { "user": "guest", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*" },
                          { "user": "reader", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*" }],
          "queues": [{ "name": "full", "vhost": "/", "durable": true, "auto_delete": false, "arguments": { "x-max-length": 5, "x-overflow": "reject-publish" } }]
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("rabbit").FullName;
    private readonly int _distribution = Ports.Free();
    private readonly int _namesPort = Ports.Free();
    private readonly ServerProcess _names;
    private readonly ServerProcess _process;

    private RabbitServer()
    {
        _names = new ServerProcess("RabbitMQ's name server", _namesPort);
        _process = new ServerProcess("RabbitMQ", Port);
    }

    public int Port { get; } = Ports.Free();

    public int TlsPort { get; } = Ports.Free();

    public static bool IsInstalled => File.Exists($"{Scripts}/rabbitmq-server");

    public static void SkipWhereAbsent() => Assert.SkipWhen(
        !IsInstalled, "RabbitMQ is not installed: apt-get install rabbitmq-server");

    public string Address(string node, string? user = null) =>
        string.Create(CultureInfo.InvariantCulture, $"amqp://{(user is null ? "" : user + "@")}127.0.0.1:{Port}/{node}");

    /// <param name="plugins">Its plugins.</param>
    /// <param name="configuration">More lines of its configuration.</param>
    public static async Task<RabbitServer> StartAsync(string plugins = "rabbitmq_amqp1_0", string configuration = "")
    {
        RabbitServer server = new();
        string folder = server._folder;
        File.WriteAllText(Path.Combine(folder, "enabled_plugins"), $"[{plugins}].");
        File.WriteAllText(Path.Combine(folder, "definitions.json"), Definitions);
        File.WriteAllText(Path.Combine(folder, "rabbitmq.conf"), string.Create(CultureInfo.InvariantCulture, $"""
            listeners.tcp.default = 127.0.0.1:{server.Port}
            load_definitions = {folder}/definitions.json
            {configuration.Replace("TLSPORT", $"{server.TlsPort}", StringComparison.Ordinal)}

            """));
        await server._names.StartAsync(new ProcessStartInfo("epmd", ["-port", $"{server._namesPort}", "-address", "127.0.0.1"]));
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Ends it as a crash would (SIGKILL).</summary>
    public Task KillAsync() => _process.KillAsync();

    public Task StartAgainAsync()
    {
        // Its name is free again when the name server has seen that the connection of the one before is over.
        ProcessStartInfo start = new($"{Scripts}/rabbitmq-server", ["-noinput"]) { RedirectStandardInput = true };
        SetEnvironment(start);
        return _process.StartAsync(start);
    }

    /// <summary>Runs its own tool for administrators.</summary>
    public async Task ControlAsync(params string[] arguments)
    {
        ProcessStartInfo start = new($"{Scripts}/rabbitmqctl", ["--quiet", "--node", Node, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        SetEnvironment(start);
        using Process tool = Process.Start(start)!;
        Task<string> errors = tool.StandardError.ReadToEndAsync();
        string output = await tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();
        Assert.True(tool.ExitCode == 0, output + await errors);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await _names.KillAsync();
        Directory.Delete(_folder, true);
    }

    private string Node => string.Create(CultureInfo.InvariantCulture, $"n{Port}@localhost");

    private void SetEnvironment(ProcessStartInfo start)
    {
        (string Name, string Value)[] variables =
        [
            ("HOME", _folder), ("RABBITMQ_NODENAME", Node), ("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"), ("RABBITMQ_NODE_PORT", $"{Port}"),
            ("RABBITMQ_DIST_PORT", $"{_distribution}"), ("ERL_EPMD_PORT", $"{_namesPort}"), ("ERL_EPMD_ADDRESS", "127.0.0.1"),
            ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
            ("RABBITMQ_MNESIA_BASE", $"{_folder}/data"), ("RABBITMQ_LOG_BASE", $"{_folder}/log"), ("RABBITMQ_ENABLED_PLUGINS_FILE", $"{_folder}/enabled_plugins"),
            ("RABBITMQ_CONFIG_FILE", $"{_folder}/rabbitmq.conf"), ("RABBITMQ_CONF_ENV_FILE", "/dev/null"), ("RABBITMQ_FEATURE_FLAGS_FILE", $"{_folder}/flags"),
            ("RABBITMQ_PLUGINS_EXPAND_DIR", $"{_folder}/plugins"), ("RABBITMQ_GENERATED_CONFIG_DIR", $"{_folder}/config"), ("RABBITMQ_ALLOW_INPUT", "1"),
        ];
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }
    }
}
