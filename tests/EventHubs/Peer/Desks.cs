using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;
using AmqpMessage = Amqp.Message;

namespace NanoEvents.EventHubs.Tests;

/// <summary>`$cbs`: takes tokens.</summary>
internal sealed class TokenDesk(HubServer server) : IRequestProcessor
{
    public int Credit => 100;

    public void Process(RequestContext context)
    {
        ApplicationProperties asked = context.Message.ApplicationProperties;
        string audience = (string)asked["name"];
        string hub = HubRights.HubOf(audience);
        string type = (string)asked["type"] == "jwt" ? "jwt" : "sas";
        string? problem = server.Rights.Put(context.Link.Session.Connection, type, (string)context.Message.Body, audience);
        (int code, string text) = problem is not null ? (401, problem)
            : !server.Store.Has(hub) ? (404, HubServer.NotFound(hub).Description)
            : (202, "Accepted");
        context.Complete(Answer(code, text));
    }

    public static AmqpMessage Answer(int code, string text, object? body = null)
    {
        var answer = new AmqpMessage(body) { ApplicationProperties = new ApplicationProperties() };
        answer.ApplicationProperties["status-code"] = code;
        answer.ApplicationProperties["status-description"] = text;
        return answer;
    }
}

/// <summary>`$management`: says which partitions a hub has, and where a partition begins and ends.</summary>
internal sealed class ManagementDesk(HubServer server) : IRequestProcessor
{
    public int Credit => 100;

    public void Process(RequestContext context)
    {
        ApplicationProperties asked = context.Message.ApplicationProperties;
        string hub = (string)asked["name"];
        context.Complete(
            !server.Store.Has(hub) ? TokenDesk.Answer(404, HubServer.NotFound(hub).Description)
            : server.Rights.FindProblem((string)asked["security_token"], hub) is { } problem ? TokenDesk.Answer(401, problem)
            : TokenDesk.Answer(200, "OK", (string)asked["type"] == "com.microsoft:eventhub" ? OfHub(hub) : OfPartition(hub, (string)asked["partition"])));
    }

    private Map OfHub(string hub) => new()
    {
        ["name"] = hub,
        ["type"] = "com.microsoft:eventhub",
        ["created_at"] = DateTime.UnixEpoch,
        ["partition_count"] = server.Store.PartitionsOf(hub),
        ["partition_ids"] = Enumerable.Range(0, server.Store.PartitionsOf(hub)).Select(p => $"{p}").ToArray(),
        ["georeplication_factor"] = 1,
    };

    private Map OfPartition(string hub, string partition)
    {
        IReadOnlyList<StoredEvent> events = server.Store.Read(hub, int.Parse(partition));
        return new Map
        {
            ["name"] = hub,
            ["type"] = "com.microsoft:partition",
            ["partition"] = partition,
            ["begin_sequence_number"] = 0L,
            ["last_enqueued_sequence_number"] = (long)events.Count - 1,
            ["last_enqueued_offset"] = $"{events.Count - 1}",
            ["last_enqueued_time_utc"] = events.Count > 0 ? events[^1].Time : DateTime.UnixEpoch,
            ["is_partition_empty"] = events.Count == 0,
        };
    }
}
