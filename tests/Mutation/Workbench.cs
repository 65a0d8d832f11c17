using System.Diagnostics;
using Mono.Cecil;

namespace NanoEvents.Mutation;

/// <summary>Copies of an area's test programs in which its assembly is exchanged for a changed one.</summary>
internal sealed class Workbench : IDisposable
{
    // A change can make a loop endless. The limit grows with the time that the unchanged tests take.
    private const int LimitFactor = 6;
    private static readonly TimeSpan _leastLimit = TimeSpan.FromSeconds(60);

    private readonly Area _area;
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoevents-mutation").FullName;
    private readonly Dictionary<TestProgram, TimeSpan> _limits = [];

    public Workbench(Area area)
    {
        _area = area;
        foreach (TestProgram program in area.Tests)
        {
            Directory.CreateDirectory(FolderOf(program));
            foreach (string file in Directory.EnumerateFiles(program.Folder, "*", SearchOption.AllDirectories))
            {
                string copy = Path.Combine(FolderOf(program), Path.GetRelativePath(program.Folder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

            Stopwatch watch = Stopwatch.StartNew();
            _limits[program] = TimeSpan.MaxValue;
            if (Fails(program))
            {
                throw new InvalidOperationException($"{program.Assembly} fails without any change");
            }

            TimeSpan limit = LimitFactor * watch.Elapsed;
            _limits[program] = limit > _leastLimit ? limit : _leastLimit;
        }
    }

    /// <summary>Whether any test fails, or does not end, when a place is changed.</summary>
    public bool FindsIt(Place place)
    {
        using ModuleDefinition module = _area.Read();
        Mutations.Apply(module, place);
        MemoryStream image = new();
        module.Write(image);
        foreach (TestProgram program in _area.Tests)
        {
            File.WriteAllBytes(Path.Combine(FolderOf(program), _area.Assembly + ".dll"), image.ToArray());
            if (Fails(program))
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private string FolderOf(TestProgram program) => Path.Combine(_folder, program.Project);

    private bool Fails(TestProgram program)
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
        TimeSpan limit = _limits[program];
        bool hasEnded = limit == TimeSpan.MaxValue ? process.WaitForExit(-1) : process.WaitForExit(limit);
        if (!hasEnded)
        {
            process.Kill(true);
            process.WaitForExit();
            return true;
        }

        Task.WaitAll(output, errors);
        return process.ExitCode != 0;
    }
}
