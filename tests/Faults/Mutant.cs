using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace NanoEvents.Faults.Tests;

/// <summary>Firmware core, SDK and this world from their sources, with one mistake, compiled while the tests run.</summary>
internal static class Mutant
{
    private const string CoreName = "MutantCore";
    private const string RestName = "MutantRest";

    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading;"
        + " global using System.Threading.Tasks; global using NanoEvents.Simulator.Faults;";

    // What a source generator would write.
    private const string LogStub =
        "namespace NanoEvents; internal static class Log { public static void Connected(Microsoft.Extensions.Logging.ILogger l, params object?[] r) { }"
        + " public static void Waiting(Microsoft.Extensions.Logging.ILogger l, params object?[] r) { } public static void Ignored(Microsoft.Extensions.Logging.ILogger l, params object?[] r) { }"
        + " public static void Noticed(Microsoft.Extensions.Logging.ILogger l, params object?[] r) { }"
        + " public static void Undecoded(Microsoft.Extensions.Logging.ILogger l, params object?[] r) { } }";

    private static readonly string[] Own = ["NanoEvents.dll", "NanoEvents.Firmware.dll", "NanoEvents.Simulator.dll", "NanoEvents.Faults.Tests.dll"];

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Own.Contains(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly Dictionary<string, SyntaxTree> Sources = Read();

    // Two halves, as in the product: the firmware must not see the SDK's names.
    private static readonly byte[] Core = Compile(CoreName, Half(isCore: true), References);
    private static readonly byte[] Rest = Compile(RestName, Half(isCore: false), [.. References, MetadataReference.CreateFromImage(Core)]);

    /// <summary>The first seed, of so many from 0 on, under which the mutant breaks the law; -1 where none does.</summary>
    public static int FindBroken(string file, string text, string instead, int seeds)
    {
        MethodInfo find = Load(file, text, instead).GetType(typeof(FaultRunner).FullName!, true)!.GetMethod(nameof(FaultRunner.FindBroken))!;
        return (int)find.Invoke(null, [0, seeds])!;
    }

    private static Assembly Load(string file, string text, string instead)
    {
        string source = Sources[file].ToString();
        Assert.Equal(2, source.Split(text).Length);
        bool isCore = IsCore(file);
        Dictionary<string, SyntaxTree> changed = new(Half(isCore)) { [file] = Parse(source.Replace(text, instead)) };
        byte[] core = isCore ? Compile(CoreName, changed, References) : Core;
        byte[] rest = isCore ? Rest : Compile(RestName, changed, [.. References, MetadataReference.CreateFromImage(Core)]);
        AssemblyLoadContext context = new(file, isCollectible: true);
        context.LoadFromStream(new MemoryStream(core));
        return context.LoadFromStream(new MemoryStream(rest));
    }

    private static byte[] Compile(string name, Dictionary<string, SyntaxTree> sources, MetadataReference[] references)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(name, sources.Values, references, new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream image = new();
        EmitResult result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        return image.ToArray();
    }

    private static bool IsCore(string file) => file.StartsWith("core/", StringComparison.Ordinal);

    private static Dictionary<string, SyntaxTree> Half(bool isCore) =>
        Sources.Where(source => IsCore(source.Key) == isCore).ToDictionary(source => source.Key, source => source.Value);

    private static Dictionary<string, SyntaxTree> Read()
    {
        Assembly own = typeof(Mutant).Assembly;
        Dictionary<string, SyntaxTree> sources = own.GetManifestResourceNames()
            .Where(name => name.EndsWith(".cs", StringComparison.Ordinal))
            .ToDictionary(name => name.Replace('\\', '/'), name => Parse(Text(own, name)));
        sources["sdk/Internal/Broker/Log.cs"] = Parse(LogStub);
        sources["usings"] = Parse(Usings);
        sources["core/visible"] = Parse($"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{RestName}\")]");
        return sources;
    }

    private static string Text(Assembly own, string name)
    {
        using StreamReader reader = new(own.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest));
}
