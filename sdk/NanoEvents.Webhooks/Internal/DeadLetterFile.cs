using System.Text.Encodings.Web;
using System.Text.Json;
using NanoEvents.Bridge;

namespace NanoEvents.Webhooks;

/// <summary>Dead letters in a file: an object of JSON a line, with what it is, why it was not delivered, and its content. A letter is on disk when its write ends.</summary>
internal sealed class DeadLetterFile(string path, TimeProvider time) : IDisposable
{
    private static readonly JsonWriterOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly SemaphoreSlim _one = new(1);

    /// <exception cref="IOException">The file cannot be written. The message says why.</exception>
    public async Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        byte[] line = Line(letter);
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

            // A line that a crash has cut off stays a line of its own.
            file.Seek(Math.Max(-1, -file.Length), SeekOrigin.End);
            bool isCut = file.ReadByte() is not (-1 or '\n');
            file.Write(isCut ? [(byte)'\n', .. line] : line);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new IOException($"the dead letters {path} cannot be written: {(Directory.Exists(path) ? "it is a folder" : e.Message)}", e);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private byte[] Line(DeadLetter letter)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, _json))
        {
            json.WriteStartObject();
            json.WriteString("at", time.GetUtcNow().UtcDateTime);
            json.WriteString("source", letter.Source);
            json.WriteString("reason", letter.Reason);
            if (IsObject(letter.Content))
            {
                json.WritePropertyName("event");
                json.WriteRawValue(letter.Content.Span);
            }
            else
            {
                json.WriteBase64String("base64", letter.Content.Span);
            }

            json.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private static bool IsObject(ReadOnlyMemory<byte> content)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(content);
            return json.RootElement.ValueKind == JsonValueKind.Object && content.Span.IndexOfAny((byte)'\n', (byte)'\r') < 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
