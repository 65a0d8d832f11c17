using System.Text;
using Amqp;
using AmqpMessage = Amqp.Message;

namespace NanoEvents.EventHubs.Tests;

/// <summary>The events of the hubs, in partitions. With a file they survive a kill of the process.</summary>
internal sealed class HubStore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<StoredEvent>[]> _hubs = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Hub, int Partition), (string? Key, byte[][] Messages)> _late = [];
    private readonly HashSet<string> _lateIds = [];
    private readonly int _partitions;
    private readonly FileStream? _file;

    public HubStore(int partitions, string? path, params string[] hubs)
    {
        _partitions = partitions;
        foreach (string hub in hubs)
        {
            Create(hub);
        }

        if (path is not null)
        {
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            Load(_file);
        }
    }

    /// <summary>A partition has new events.</summary>
    public event Action? Changed;

    /// <summary>The ids of the events that were stored late.</summary>
    public IReadOnlyCollection<string> LateIds
    {
        get
        {
            using (_lock.EnterScope())
            {
                return [.. _lateIds];
            }
        }
    }

    public void Create(string hub)
    {
        using (_lock.EnterScope())
        {
            _hubs.TryAdd(hub, [.. Enumerable.Range(0, _partitions).Select(_ => new List<StoredEvent>())]);
        }
    }

    public void Delete(string hub)
    {
        using (_lock.EnterScope())
        {
            _hubs.Remove(hub);
        }
    }

    public bool Has(string hub)
    {
        using (_lock.EnterScope())
        {
            return _hubs.ContainsKey(hub);
        }
    }

    public int PartitionsOf(string hub) => Has(hub) ? _partitions : 0;

    public int PartitionOf(string? key)
    {
        uint hash = 2166136261;
        foreach (byte b in Encoding.UTF8.GetBytes(key ?? ""))
        {
            hash = (hash ^ b) * 16777619;
        }

        return (int)(hash % (uint)_partitions);
    }

    /// <summary>Stores a batch: all of it, or after a crash nothing.</summary>
    public void Append(string hub, int partition, string? key, IReadOnlyList<byte[]> messages)
    {
        using (_lock.EnterScope())
        {
            Put(hub, partition, key, messages);
            if (_late.Remove((hub, partition), out (string? Key, byte[][] Messages) batch))
            {
                Put(hub, partition, batch.Key, batch.Messages);
                _lateIds.UnionWith(batch.Messages.Select(message => (string)Decode(message).Properties.MessageId));
            }
        }

        Changed?.Invoke();
    }

    /// <summary>Keeps a batch back until the next one of its partition is stored. False if there is one already.</summary>
    public bool TryHold(string hub, int partition, string? key, byte[][] messages)
    {
        using (_lock.EnterScope())
        {
            return _late.TryAdd((hub, partition), (key, messages));
        }
    }

    /// <summary>A copy of the events of a partition from a sequence number on.</summary>
    public IReadOnlyList<StoredEvent> Read(string hub, int partition, long from = 0, int most = int.MaxValue)
    {
        using (_lock.EnterScope())
        {
            return _hubs.TryGetValue(hub, out List<StoredEvent>[]? partitions) && from < partitions[partition].Count
                ? partitions[partition].GetRange((int)from, (int)Math.Min(most, partitions[partition].Count - from))
                : [];
        }
    }

    /// <summary>All events of a hub: those of a partition in order, one partition after the other.</summary>
    public IReadOnlyList<AmqpMessage> Messages(string hub = HubServer.Hub) =>
        [.. Enumerable.Range(0, PartitionsOf(hub)).SelectMany(p => Read(hub, p)).Select(e => Decode(e.Message))];

    public static AmqpMessage Decode(byte[] message) => AmqpMessage.Decode(new ByteBuffer(message, 0, message.Length, message.Length));

    public void Dispose() => _file?.Dispose();

    private void Put(string hub, int partition, string? key, IReadOnlyList<byte[]> messages)
    {
        Add(hub, partition, key, messages, DateTime.UtcNow);
        if (_file is not null)
        {
            Write(_file, hub, partition, key, messages);
        }
    }

    private void Add(string hub, int partition, string? key, IReadOnlyList<byte[]> messages, DateTime time)
    {
        List<StoredEvent> events = _hubs[hub][partition];
        events.AddRange(messages.Select((message, i) => new StoredEvent(events.Count + i, key, message, time)).ToList());
    }

    private static void Write(FileStream file, string hub, int partition, string? key, IReadOnlyList<byte[]> messages)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(0);
            writer.Write(hub);
            writer.Write(partition);
            writer.Write(key ?? "");
            writer.Write(messages.Count);
            foreach (byte[] message in messages)
            {
                writer.Write(message.Length);
                writer.Write(message);
            }

            writer.Flush();
            bytes.Position = 0;
            writer.Write((int)bytes.Length - sizeof(int));
        }

        file.Write(bytes.ToArray());
        file.Flush();
    }

    // A batch that was torn by a kill is not there.
    private void Load(FileStream file)
    {
        using var reader = new BinaryReader(file, Encoding.UTF8, leaveOpen: true);
        long good = 0;
        while (file.Length - file.Position >= sizeof(int) && reader.ReadInt32() is var length && file.Length - file.Position >= length)
        {
            string hub = reader.ReadString();
            int partition = reader.ReadInt32();
            string key = reader.ReadString();
            byte[][] messages = new byte[reader.ReadInt32()][];
            for (int i = 0; i < messages.Length; i++)
            {
                messages[i] = reader.ReadBytes(reader.ReadInt32());
            }

            Add(hub, partition, key, messages, DateTime.UtcNow);
            good = file.Position;
        }

        file.SetLength(good);
        file.Position = good;
    }
}

/// <summary>An event as it was stored: its place, its partition key, and the bytes of its AMQP message.</summary>
internal sealed record StoredEvent(long Sequence, string? Key, byte[] Message, DateTime Time);
