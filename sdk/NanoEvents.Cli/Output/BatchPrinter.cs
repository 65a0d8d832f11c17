namespace NanoEvents.Cli.Output;

/// <summary>Prints the events of batches given in hex, and reports those that are no batches.</summary>
internal sealed class BatchPrinter(StreamWriter output, bool asJson)
{
    // A limit for a file that contains something else, so that not each of its lines gets an error line.
    private const int MaxErrors = 10;

    private readonly JsonLines? _json = asJson ? new JsonLines(output) : null;
    private readonly List<NanoEvent> _events = [];
    private int _bad;

    /// <summary>Prints the events of a batch at once, so that the reader of the output does not wait for the next batch.</summary>
    public void Print(string where, string hex, bool isCut)
    {
        _events.Clear();
        string why = isCut ? "too long: a batch has at most 1024 bytes" : Decode(hex.Trim());
        foreach (NanoEvent e in _events)
        {
            if (_json != null)
            {
                _json.Write(e);
            }
            else
            {
                output.WriteLine(EventLine.Format(e));
            }
        }

        output.Flush();
        if (why.Length != 0 && ++_bad <= MaxErrors)
        {
            StandardError.Error($"{where}: {why}");
        }
    }

    /// <summary>Whether all were batches; reports how many more were not.</summary>
    public bool EndsWell()
    {
        if (_bad > MaxErrors)
        {
            StandardError.Error($"{_bad - MaxErrors} more like these; decode reads lines such as encode prints");
        }

        return _bad == 0;
    }

    private string Decode(string hex)
    {
        byte[] payload = new byte[hex.Length / 2];
        if (hex.Length == 0 || Convert.FromHexString(hex, payload, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return hex.Length % 2 == 1 && hex.All(char.IsAsciiHexDigit)
                ? "an odd number of digits: a byte has two; one is missing, or one too many"
                : "not hex: give two digits 0-9 a-f for each byte, and nothing between";
        }

        return BatchDecoder.TryDecode(payload, _events, out BatchError error) ? "" : error.Message;
    }
}
