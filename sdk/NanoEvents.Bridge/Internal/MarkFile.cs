using System.Text;
using System.Threading.Channels;

namespace NanoEvents.Bridge;

/// <summary>
/// The marks of a target that cannot be read back, in a file beside the bridge. A write counts as done when its marks are on disk. Marks are appended, a
/// line each; the last line of a boot counts. One bridge has the file at a time.
/// </summary>
/// <param name="path">The file. It is created, with its folder, if it is absent.</param>
internal sealed class MarkFile(string path) : IAsyncDisposable
{
    // After so many lines more than there are marks, the file is written anew.
    private const int SpareLines = 10_000;

    private readonly MarkTable _marks = new();
    private Run? _run;

    /// <summary>Opens the file, and returns the marks of each device in the order in which they were written.</summary>
    /// <exception cref="SinkBusyException">Another bridge has it.</exception>
    /// <exception cref="IOException">It cannot be opened, or is no file of marks. The message says why.</exception>
    public async ValueTask<IReadOnlyCollection<BootMark>> OpenAsync()
    {
        await DisposeAsync().ConfigureAwait(false);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            FileStream held = Hold();
            try
            {
                Read();
                _run = new Run(path, held, _marks);
            }
            catch
            {
                await held.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch (FormatException e)
        {
            throw new IOException($"the marks {path}, {e.Message}", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new IOException($"the marks {path} cannot be written: {(Directory.Exists(path) ? "it is a folder" : e.Message)}", e);
        }

        return _marks.All;
    }

    /// <summary>Remembers events when they are written. The order of the calls is the order of the marks.</summary>
    /// <param name="events">The events.</param>
    /// <param name="write">Ends when the target has them.</param>
    /// <returns>Ends when the target has the events of this call and of all calls before it, and the file says so. It fails with the first failure.</returns>
    public Task CommitAsync(IReadOnlyList<NanoEvent> events, Task write) =>
        _run?.AddAsync(events, write) ?? throw new InvalidOperationException("The file is not open.");

    /// <summary>Closes the file. It does not wait for the target.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_run is { } run)
        {
            _run = null;
            await run.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Beside the file, because the file itself is replaced. The system releases it when the process ends, however it ends.
    private FileStream Hold()
    {
        string name = path + ".lock";
        try
        {
            return new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(name))
        {
            throw new SinkBusyException($"another bridge has the marks {path}");
        }
    }

    private void Read()
    {
        _marks.Clear();
        string text = File.Exists(path) ? File.ReadAllText(path) : "";

        // A line without an end was cut off by a crash. Its write was not acknowledged.
        string[] lines = text.Split('\n')[..^1];
        for (int i = 0; i < lines.Length; i++)
        {
            _marks.Set(BootMark.TryParse(lines[i].TrimEnd('\r'), out BootMark mark)
                ? mark
                : throw new FormatException($"line {i + 1} is no mark: mend it, or remove the file; then losses before the next start cannot be told"));
        }
    }

    /// <summary>The open file, and the writes that wait for it.</summary>
    private sealed class Run : IAsyncDisposable
    {
        private readonly Channel<Write> _writes = Channel.CreateUnbounded<Write>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        private readonly CancellationTokenSource _ended = new();
        private readonly string _path;
        private readonly FileStream _held;
        private readonly MarkTable _marks;
        private readonly Task _committing;
        private FileStream _file;
        private int _lines;

        public Run(string path, FileStream held, MarkTable marks)
        {
            _path = path;
            _held = held;
            _marks = marks;
            _file = WriteAnew();
            _committing = Task.Run(CommitAsync);
        }

        public Task AddAsync(IReadOnlyList<NanoEvent> events, Task write)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_writes.Writer.TryWrite(new Write(events, write, done)))
            {
                _ = write.ContinueWith(task => task.Exception, TaskScheduler.Default);
                done.SetException(new InvalidOperationException("a write before this one has failed"));
            }

            return done.Task;
        }

        public async ValueTask DisposeAsync()
        {
            await _ended.CancelAsync().ConfigureAwait(false);
            await _committing.ConfigureAwait(false);
            await _file.DisposeAsync().ConfigureAwait(false);
            await _held.DisposeAsync().ConfigureAwait(false);
            _ended.Dispose();
        }

        // Goes on until a write fails, or until the end. What waits behind it then fails, too.
        private async Task CommitAsync()
        {
            List<Write> group = [];
            Exception end;
            try
            {
                while (true)
                {
                    group.Clear();
                    group.Add(await _writes.Reader.ReadAsync(_ended.Token).ConfigureAwait(false));
                    await group[0].Task.WaitAsync(_ended.Token).ConfigureAwait(false);
                    while (_writes.Reader.TryPeek(out Write? next) && next.Task.IsCompletedSuccessfully && _writes.Reader.TryRead(out next))
                    {
                        group.Add(next);
                    }

                    Append(group);
                    group.ForEach(write => write.Done.SetResult());
                }
            }
            catch (Exception e)
            {
                end = e;
            }

            _writes.Writer.TryComplete();
            while (_writes.Reader.TryRead(out Write? left))
            {
                group.Add(left);
            }

            foreach (Write write in group)
            {
                _ = write.Task.ContinueWith(task => task.Exception, TaskScheduler.Default);
                write.Done.TrySetException(end);
            }
        }

        private void Append(List<Write> group)
        {
            HashSet<string> devices = new(StringComparer.Ordinal);
            foreach (Write write in group)
            {
                devices.UnionWith(_marks.Set(write.Events));
            }

            if (_lines > SpareLines)
            {
                _file.Dispose();
                _file = WriteAnew();
                return;
            }

            // All boots of a device that is named, so that their order is kept.
            Put(_file, devices.SelectMany(_marks.Of));
            _lines += devices.Count;
        }

        // Beside the old one, which stays until the new one is whole.
        private FileStream WriteAnew()
        {
            string draft = _path + ".new";
            using (FileStream file = new(draft, FileMode.Create, FileAccess.Write, FileShare.Read))
            {
                Put(file, _marks.All);
            }

            File.Move(draft, _path, overwrite: true);
            _lines = 0;
            return new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
        }

        private static void Put(FileStream file, IEnumerable<BootMark> marks)
        {
            var text = new StringBuilder();
            foreach (BootMark mark in marks)
            {
                text.Append(mark).Append('\n');
            }

            file.Write(Encoding.UTF8.GetBytes(text.ToString()));
            file.Flush(flushToDisk: true);
        }
    }

    private sealed record Write(IReadOnlyList<NanoEvent> Events, Task Task, TaskCompletionSource Done);
}
