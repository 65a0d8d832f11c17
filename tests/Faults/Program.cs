using System.Diagnostics;
using System.Globalization;
using NanoEvents.Faults.Tests;

// `replay SEED` tells what happens under the script of a seed, `replay FILE` under a script in a file, and `seeds FROM COUNT` runs many. `replay SEED VERB` and
// `seeds FROM COUNT VERB` let go wrong around device and reader what the verb says, and nothing else.
// Everything else is for the test runner.
switch (args)
{
    case ["replay", string what, .. string[] around]:
        FaultScript script = int.TryParse(what, NumberStyles.None, CultureInfo.InvariantCulture, out int seed) ? FaultDraw.Draw(seed, Verbs(around)) : FaultScriptFile.Open(what);
        Console.WriteLine(script);
        string? problem = FaultRunner.Run(script, Console.WriteLine, null);
        Console.WriteLine(problem == null ? "the law holds" : "BROKEN  " + problem);
        return problem == null ? 0 : 1;
    case ["seeds", string from, string count, .. string[] around]:
        Stopwatch watch = Stopwatch.StartNew();
        FaultSeeds seeds = FaultSeeds.Run(int.Parse(from, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture), Verbs(around));
        Console.WriteLine($"{seeds} in {watch.Elapsed.TotalSeconds:0} s");
        return seeds.Broken.Count == 0 ? 0 : 1;
    default:
        bool isServer = args.Any(arg => arg is "--server" or "--internal-msbuild-node");
        return isServer
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
}

static FaultVerb[]? Verbs(string[] names) => names.Length == 0 ? null : [.. FaultSyntax.All.Where(syntax => names.Contains(syntax.Name)).Select(syntax => syntax.Verb)];
