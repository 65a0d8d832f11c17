using System.Globalization;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Screen;

/// <summary>The demo as a screen: the broker, the counters, a panel for each room, and the last events.</summary>
internal sealed class DemoScreen
{
    /// <summary>What is narrower than this, or lower, is better read as lines.</summary>
    public const int MinWidth = 60;

    /// <summary>The fewest rows.</summary>
    public const int MinHeight = 16;

    private const int HeadRows = 3;
    private const int MinEventRows = 4;
    private const int PanelWidth = 38;
    private const int NarrowPanelWidth = 28;
    private const int TallHeight = 36;
    private const int TallBarRows = 3;
    private const int KeptLines = 100;
    private static readonly TimeSpan _late = TimeSpan.FromMinutes(5);

    private readonly List<Room> _rooms = [];
    private readonly Queue<(string Text, Paint Paint)> _lines = new();

    /// <summary>Takes an event that has been delivered.</summary>
    /// <param name="e">The event.</param>
    /// <param name="now">The time in what is played.</param>
    public void Put(in NanoEvent e, DateTimeOffset? now)
    {
        string where = EventLine.Where(e).TrimEnd();
        if (where.Length > 0 && e.Kind is not (EventKind.Boot or EventKind.Lost))
        {
            RoomOf(where).Put(e);
        }

        string waited = now - e.Time is { } age && age >= _late ? $"  (waited {age.TotalMinutes:0} min)" : "";
        string time = e.Time?.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? "--:--:--";
        Add($"{time}  {where,-14} {EventLine.What(e)}{waited}", PaintOf(e));
    }

    /// <summary>Takes a notice.</summary>
    public void Say(string text) => Add(Printable.Text(text), Paint.Cyan);

    /// <summary>Draws everything.</summary>
    public Canvas Draw(DemoStatus status, int width, int height)
    {
        foreach ((string name, SourceType type) in status.Sources)
        {
            RoomOf(Printable.Text(name)).Expect(type);
        }

        Canvas canvas = new(width, height);
        DrawHead(canvas, status);
        int row = DrawRooms(canvas, status, HeadRows + (status.Page == null ? 0 : 1));
        canvas.Write(1, row, "Last events", Paint.Bright);
        canvas.Write(width - "Ctrl+C ends it".Length - 1, row, "Ctrl+C ends it", Paint.Dim);
        (string Text, Paint Paint)[] last = [.. _lines.TakeLast(Math.Max(0, height - row - 1))];
        for (int i = 0; i < last.Length; i++)
        {
            canvas.Write(1, row + 1 + i, last[i].Text, last[i].Paint, width - 1);
        }

        return canvas;
    }

    private static void DrawHead(Canvas canvas, DemoStatus status)
    {
        string clock = status.Now?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "";
        canvas.Write(1, 0, $"nanoevents demo: {status.What}", Paint.Bright, canvas.Width - clock.Length - 2);
        canvas.Write(canvas.Width - clock.Length - 1, 0, clock, Paint.Bright);

        Outage? last = status.Outages.Count == 0 ? null : status.Outages[^1];
        (string broker, Paint paint) = status.AwaySince is { } since
            ? ($"away since {Room.Clock(since)}; {status.Waiting} events wait in the device", Paint.Yellow)
            : last is { } past ? ($"back since {Room.Clock(past.Until)}; the device had kept {past.Kept} events", Paint.Green)
            : ($"connected, {status.Broker}", Paint.Green);
        canvas.Write(1, 1, "Broker", Paint.Dim);
        canvas.Write(9, 1, broker, paint, canvas.Width - 1);

        DemoSummary sum = status.Summary;
        string cost = string.Create(CultureInfo.InvariantCulture, $"{sum.PayloadBytes} bytes, {sum.BytesAnEvent:0.0} an event");
        canvas.Write(1, 2, "Events", Paint.Dim);
        string counts = string.Create(CultureInfo.InvariantCulture, $"{sum.Raised} raised = {sum.Delivered} here + {sum.Raised - sum.Delivered - sum.Lost} on the way + {sum.Lost} lost");
        canvas.Write(9, 2, counts, sum.Lost == 0 ? Paint.Plain : Paint.Red, canvas.Width - 1);
        if (9 + counts.Length + 2 + cost.Length < canvas.Width)
        {
            canvas.Write(canvas.Width - cost.Length - 1, 2, cost, Paint.Dim);
        }

        if (status.Page is { } page)
        {
            DrawPage(canvas, page);
        }
    }

    private static void DrawPage(Canvas canvas, Uri page)
    {
        canvas.Write(1, HeadRows, "Page", Paint.Dim);
        canvas.Write(9, HeadRows, page.OriginalString.TrimEnd('/'), Paint.Cyan, canvas.Width - 1);
        canvas.Write(9 + page.OriginalString.TrimEnd('/').Length + 2, HeadRows, "open it in a browser", Paint.Dim, canvas.Width - 1);
    }

    // Gives the first row below.
    private int DrawRooms(Canvas canvas, DemoStatus status, int top)
    {
        if (_rooms.Count == 0)
        {
            return top;
        }

        int barRows = canvas.Height >= TallHeight ? TallBarRows : 1;
        int atOnce = Math.Min(_rooms.Count, Math.Max(1, canvas.Width / (canvas.Width < 2 * PanelWidth ? NarrowPanelWidth : PanelWidth)));
        int lines = (_rooms.Count + atOnce - 1) / atOnce;
        int columns = (_rooms.Count + lines - 1) / lines;
        int height = _rooms.Max(room => room.Rows(barRows));
        int fitting = Math.Max(1, (canvas.Height - top - MinEventRows - 1) / height);
        int width = (canvas.Width - 1) / columns;
        Room[] shown = [.. _rooms.Take(fitting * columns)];
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i].Draw(canvas, (i % columns * width) + 1, top + (i / columns * height), width - 1, height, barRows, status);
        }

        int below = top + (Math.Min(lines, fitting) * height);
        if (shown.Length < _rooms.Count)
        {
            string more = $"{_rooms.Count - shown.Length} more: a larger window shows them";
            canvas.Write(canvas.Width - more.Length - 3, below - 1, $" {more} ", Paint.Yellow);
        }

        return below;
    }

    private Room RoomOf(string name)
    {
        if (_rooms.Find(room => room.Name == name) is { } known)
        {
            return known;
        }

        Room room = new(name);
        _rooms.Add(room);
        return room;
    }

    private void Add(string text, Paint paint)
    {
        _lines.Enqueue((text, paint));
        if (_lines.Count > KeptLines)
        {
            _lines.Dequeue();
        }
    }

    private static Paint PaintOf(in NanoEvent e) => EventLine.Colour(e) switch
    {
        "green" => Paint.Green,
        "grey" => Paint.Dim,
        "yellow" => Paint.Yellow,
        "cyan" => Paint.Cyan,
        "red" => Paint.Red,
        _ => Paint.Plain,
    };
}
