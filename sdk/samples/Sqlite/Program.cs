using NanoEvents;
using Samples;

// Sqlite BROKER FILE: end it in whatever way and start it again; each event is in the file once.
using var store = new EventStore(args[1]);

#region resume
await using var client = new EventClient(new EventClientOptions
{
    Broker = args[0],
    Session = "sqlite-sample",                 // the broker keeps what comes meanwhile
    Checkpoints = store.LoadCheckpoints(),     // and what is stored is skipped
});
#endregion

client.NoticeReceived += (_, e) => Console.Error.WriteLine(e.Notice);
await foreach (NanoEvent e in client.ReadAsync())
{
    store.Save(e);
}
