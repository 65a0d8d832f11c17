using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Mono.Cecil;

namespace NanoEvents.Firmware.Checks;

/// <summary>Source planted by a test, compiled as the firmware is: C# 9, Release, mscorlib, the signatures and nothing else.</summary>
internal static class Planted
{
    private static readonly CSharpParseOptions _language = new(LanguageVersion.CSharp9);

    public static ModuleDefinition Compile(params string[] sources)
    {
        MemoryStream image = new();
        EmitResult result = Emit(sources, image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        return Built.Read(image);
    }

    public static string[] Errors(params string[] sources) =>
        [.. Emit(sources, Stream.Null).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString())];

    private static EmitResult Emit(string[] sources, Stream image) =>
        Compilation(sources).Emit(image, options: new EmitOptions(runtimeMetadataVersion: "v4.0.30319"));

    private static CSharpCompilation Compilation(string[] sources) => CSharpCompilation.Create(
        "Planted",
        sources.Select(s => CSharpSyntaxTree.ParseText(s, _language)),
        [MetadataReference.CreateFromFile(Built.CoreLibrary), MetadataReference.CreateFromFile(Built.Reference)],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
}
