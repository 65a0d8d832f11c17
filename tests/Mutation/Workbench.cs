using System.Diagnostics;
using Mono.Cecil;

namespace NanoEvents.Mutation;

/// <summary>Copies of an area's test programs in which its assembly is exchanged for a changed one.</summary>
internal sealed class Workbench : IDisposable
{
    // A change can make a loop endless. The limit grows with the time that the unchanged tests take.
    private const int LimitFactor = 8;
    private static readonly TimeSpan _minLimit = TimeSpan.FromSeconds(20);

    private readonly Area _area;
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoevents-mutation").FullName;
    private readonly Dictionary<TestProgram, TimeSpan> _limits = [];

    public Workbench(Area area)
    {
        _area = area;
        foreach (TestProgram program in area.Tests)
        {
            Copy(program);
            Stopwatch watch = Stopwatch.StartNew();
            if (Run(program, Timeout.InfiniteTimeSpan) != Finding.Nothing)
            {
                throw new InvalidOperationException($"{program} fails without any change");
            }

            TimeSpan limit = LimitFactor * watch.Elapsed;
            _limits[program] = limit > _minLimit ? limit : _minLimit;
        }
    }

    /// <summary>Whether any test fails, or does not end, when a place is changed; and which one was the first.</summary>
    public (Finding Finding, TestProgram? By) Find(Place place)
    {
        using ModuleDefinition module = _area.Read();
        Mutations.Apply(module, place);
        MemoryStream image = new();
        module.Write(image);
        foreach (TestProgram program in _area.Tests.Where(program => place.Where.Contains(program.Sees, StringComparison.Ordinal)))
        {
            File.WriteAllBytes(Path.Combine(FolderOf(program), _area.Assembly + ".dll"), image.ToArray());
            Finding finding = Run(program, _limits[program]);
            if (finding != Finding.Nothing)
            {
                return (finding, program);
            }
        }

        return (Finding.Nothing, null);
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private string FolderOf(TestProgram program) => Path.Combine(_folder, program.Project);

    private void Copy(TestProgram program)
    {
        if (Directory.Exists(FolderOf(program)))
        {
            return;
        }

        foreach (string file in Directory.EnumerateFiles(program.Folder, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(FolderOf(program), Path.GetRelativePath(program.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private Finding Run(TestProgram program, TimeSpan limit)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(FolderOf(program), program.Assembly + ".dll"), .. program.OneRun])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = program.Folder,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill(true);
            process.WaitForExit();
            return Finding.Endless;
        }

        Task.WaitAll(output, errors);
        return process.ExitCode == 0 ? Finding.Nothing : Finding.Failure;
    }
}
