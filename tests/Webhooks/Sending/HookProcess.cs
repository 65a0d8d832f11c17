using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NanoEvents.Webhooks.Tests.Sending;

/// <summary>A receiver as a process of its own: it writes each request into a file, as a line, and then answers.</summary>
internal static class HookProcess
{
    // The last one says that the line is whole.
    private const int Parts = 6;
    private const string End = "end";

    /// <param name="args">The port, and the file.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        using FileStream file = new(args[1], FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        Lock one = new();

        // After a line that a kill has torn.
        file.WriteByte((byte)'\n');
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{args[0]}");
        await using WebApplication app = builder.Build();
        app.Run(async context =>
        {
            HookCall call = await HookCall.ReadAsync(context.Request);
            byte[] line = Encoding.UTF8.GetBytes($"{call.Id}\t{call.Timestamp}\t{call.Signature}\t{call.ContentType}\t{Convert.ToBase64String(call.Body)}\t{End}\n");
            lock (one)
            {
                // The system has it, so a kill does not take it.
                file.Write(line);
                file.Flush();
            }

            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
        await app.StartAsync();
        Console.WriteLine("listening");
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>The requests that a receiver, and those before it, have written down.</summary>
    public static IReadOnlyList<HookCall> Read(string path)
    {
        using FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader text = new(file);

        // The last line may be torn, and each that a killed receiver has written last.
        return [.. text.ReadToEnd().Split('\n')[..^1].Select(line => line.Split('\t')).Where(parts => parts.Length == Parts && parts[^1] == End).Select(parts =>
            new HookCall("/", parts[0], parts[1], parts[2], parts[3], null, Convert.FromBase64String(parts[4])))];
    }
}
