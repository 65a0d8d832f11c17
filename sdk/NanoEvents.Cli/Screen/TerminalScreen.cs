using System.Runtime.InteropServices;
using System.Text;

namespace NanoEvents.Cli.Screen;

/// <summary>
/// A terminal's second screen, without a cursor. The first comes back, as it was, on <see cref="Leave"/>, however the program ends; and while the program
/// is suspended.
/// </summary>
internal sealed class TerminalScreen : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l\e[?7l\e[2J";
    private const string Restore = "\e[0m\e[?7h\e[?25h\e[?1049l";

    private readonly Lock _lock = new();
    private readonly TextWriter _output;
    private readonly bool _hasColour;
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly Encoding _encodingBefore = Console.OutputEncoding;
    private string[] _shown = [];
    private int _width;
    private bool _isEntered;
    private bool _isOver;

    public TerminalScreen(TextWriter output, bool hasColour)
    {
        (_output, _hasColour) = (output, hasColour);
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Encoding.UTF8;
        }
        else
        {
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTSTP, _ => Suspend()));
        }
    }

    /// <summary>Shows a canvas: only the rows that have changed are written.</summary>
    public void Show(Canvas canvas)
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            if (!_isEntered || _width != canvas.Width || _shown.Length != canvas.Height)
            {
                _output.Write(_isEntered ? "\e[0m\e[2J" : Enter);
                (_isEntered, _width, _shown) = (true, canvas.Width, new string[canvas.Height]);
            }

            for (int row = 0; row < canvas.Height; row++)
            {
                string line = canvas.Ansi(row, _hasColour);
                if (line != _shown[row])
                {
                    _output.Write($"\e[{row + 1};1H{line}");
                    _shown[row] = line;
                }
            }

            _output.Flush();
        }
    }

    /// <summary>Gives the terminal back. Nothing is shown afterwards.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _isOver = true;
            Suspend();
        }
    }

    public void Dispose()
    {
        Leave();
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        _signals.ForEach(signal => signal.Dispose());
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = _encodingBefore;
        }
    }

    // The next canvas enters again.
    private void Suspend()
    {
        lock (_lock)
        {
            if (_isEntered)
            {
                _isEntered = false;
                _output.Write(Restore);
                _output.Flush();
            }
        }
    }

    // Nobody reads any more where this fails.
    private void OnExit(object? sender, EventArgs e)
    {
        try
        {
            Leave();
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            _isEntered = false;
        }
    }
}
