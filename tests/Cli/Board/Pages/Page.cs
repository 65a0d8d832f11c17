using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Pages;

/// <summary>A page of docs/, and the blocks of code in it.</summary>
internal sealed class Page
{
    private readonly List<Block> _blocks = [];

    private Page(string file)
    {
        string[] lines = Repository.Read(file).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            int end = Array.IndexOf(lines, "```", i + 1);
            _blocks.Add(new Block(lines[i][3..], lines[(i + 1)..end]));
            i = end;
        }
    }

    public static Page Read(string file) => new(file);

    /// <summary>The only block of a language.</summary>
    public string TextOf(string language) => string.Join('\n', _blocks.Single(block => block.Language == language).Lines) + "\n";

    /// <summary>What is typed and what comes, in the blocks that show a terminal: a line that begins with `$ nanoevents ` and those up to the next.</summary>
    public IReadOnlyList<Session> Sessions()
    {
        List<Session> sessions = [];
        foreach (Block block in _blocks.Where(block => block.Language == "console"))
        {
            foreach (string line in block.Lines)
            {
                if (line.StartsWith("$ nanoevents ", StringComparison.Ordinal))
                {
                    sessions.Add(new Session(line["$ nanoevents ".Length..].Split(' '), []));
                }
                else if (line.Length > 0)
                {
                    sessions[^1].Output.Add(line);
                }
            }
        }

        return sessions;
    }

    private sealed record Block(string Language, string[] Lines);
}

/// <summary>A command and what the page says that it prints.</summary>
internal sealed record Session(string[] Arguments, List<string> Output);
