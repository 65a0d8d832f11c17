using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanoEvents.Hosting;
using NanoEvents.Webhooks.AspNetCore;

namespace NanoEvents.Webhooks.Tests.Sending;

/// <summary>An application with `MapNanoEvents` as a process of its own. Its handler stores each event with its checkpoint, as a line.</summary>
internal static class HandlerProcess
{
    /// <param name="args">The port, the file, and the file of the key.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        using FileStream file = new(args[1], FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{args[0]}");
        builder.Services.AddSingleton(new Store(file));
        builder.Services.AddNanoEventsWebhook().Handle<Store>();
        await using WebApplication app = builder.Build();
        app.MapNanoEvents("/hook", await File.ReadAllTextAsync(args[2]));
        await app.StartAsync();
        Console.WriteLine("listening");
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>The ids of the events that a receiver, and those before it, have stored.</summary>
    public static IReadOnlyList<string> Read(string path)
    {
        using FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        return [.. Lines(file).Select(line => line.Split('\t')[0])];
    }

    // Without a last line that a kill has torn.
    private static string[] Lines(FileStream file)
    {
        using StreamReader text = new(file, leaveOpen: true);
        return text.ReadToEnd().Split('\n')[..^1];
    }

    private sealed class Store(FileStream file) : IEventHandler
    {
        private readonly Lock _one = new();

        public ValueTask<IReadOnlyCollection<Checkpoint>> LoadCheckpointsAsync(CancellationToken cancellationToken)
        {
            string[] lines = Lines(file);
            file.SetLength(lines.Sum(line => line.Length + 1));
            file.Seek(0, SeekOrigin.End);
            return new([.. lines.Select(line => Checkpoint.Parse(line.Split('\t')[1])).GroupBy(checkpoint => checkpoint.Device).Select(device => device.Last())]);
        }

        public ValueTask HandleAsync(NanoEvent e, CancellationToken cancellationToken)
        {
            lock (_one)
            {
                // The system has it, so a kill does not take it.
                file.Write(Encoding.UTF8.GetBytes($"{Bridge.EventId.Of(e)}\t{e.Checkpoint}\n"));
                file.Flush();
            }

            return default;
        }
    }
}
