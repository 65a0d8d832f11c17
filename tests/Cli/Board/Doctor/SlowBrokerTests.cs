using System.Net;
using System.Net.Sockets;
using MQTTnet;
using NanoEvents.Cli;
using NanoEvents.Cli.Doctor;
using NanoEvents.Cli.Forget;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Doctor;

/// <summary>Commands that visit a broker which lets them in, and then does not answer.</summary>
public sealed class SlowBrokerTests : IAsyncDisposable
{
    private readonly EmbeddedBroker _broker = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Url => _broker.LocalUrl.OriginalString;

    public async ValueTask DisposeAsync()
    {
        _answer.TrySetResult(true);
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task ForgetGivesUpAndSaysWhy()
    {
        await StartAsync();

        (int exitCode, _, string[] errors) = await Nanoevents.RunAsync(["forget", "hall", "--broker", Url]);

        Assert.Equal(1, exitCode);
        Assert.Equal($"error  the broker at {Url} has not answered within 5 s: look into the broker's log", Assert.Single(errors));
    }

    [Fact]
    public async Task ForgetThatIsInterruptedEndsInOrder()
    {
        await StartAsync();
        using Nanoevents forget = Nanoevents.Start(["forget", "hall", "--broker", Url]);
        await _asked.Task;

        Finished end = await forget.InterruptAsync();

        Assert.Equal((0, ""), (end.ExitCode, string.Concat(end.Errors)));
    }

    [Fact]
    public async Task DoctorThatIsInterruptedLeavesNothingInTheBroker()
    {
        await StartAsync();
        using Nanoevents doctor = Nanoevents.Start(["doctor", "--broker", Url]);
        await _asked.Task;

        Task<Finished> ending = doctor.InterruptAsync();
        _answer.SetResult(true);

        Assert.Equal(0, (await ending).ExitCode);
        await using BrokerVisit visit = new(new EventClientOptions { Broker = Url }, "look");
        Assert.Equal(Grade.Ok, (await visit.ConnectAsync(TestContext.Current.CancellationToken)).Grade);
        Assert.Equal(["nanoevents/hall/status"], (await new RetainedMessages(visit, "nanoevents/#").FindAsync(TestContext.Current.CancellationToken)).Keys);
    }

    [Fact]
    public async Task DoctorThatIsInterruptedEndsInOrderAlsoIfTheBrokerNeverAnswers()
    {
        await StartAsync();
        using Nanoevents doctor = Nanoevents.Start(["doctor", "--broker", Url]);
        await _asked.Task;

        Finished end = await doctor.InterruptAsync();

        Assert.Equal((0, ""), (end.ExitCode, end.Errors));
    }

    [Theory]
    [InlineData("forget", "hall")]
    [InlineData("doctor")]
    public async Task SoDoesACommandThatTheBrokerHasNotLetIn(params string[] command)
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        using Nanoevents program = Nanoevents.Start([.. command, "--broker", $"mqtt://{silent.LocalEndpoint}"]);
        using Socket connection = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await connection.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken);

        Finished end = await program.InterruptAsync();

        Assert.Equal((0, ""), (end.ExitCode, end.Errors));
    }

    [Fact]
    public async Task WhoNeverLetsInIsGivenUp()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();

        Finished end = await Nanoevents.RunAsync(["forget", "hall", "--broker", $"mqtt://{silent.LocalEndpoint}"]);

        end.AssertFailed(1, $"mqtt://{silent.LocalEndpoint} does not answer as a broker within 5 s");
    }

    // It has a status of a device, and holds back its answer to whoever publishes a retained message.
    private async Task StartAsync()
    {
        await _broker.StartAsync();
        await _broker.PassAsync(new MqttApplicationMessageBuilder().WithTopic("nanoevents/hall/status").WithPayload("offline").WithRetainFlag().Build());
        _broker.Filter = message =>
        {
            if (!message.Retain)
            {
                return Task.FromResult(true);
            }

            _asked.TrySetResult();
            return _answer.Task;
        };
    }
}
