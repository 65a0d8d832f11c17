using Microsoft.CodeAnalysis;

namespace NanoEvents.Firmware.Tests.Support;

/// <summary>The firmware's own source, as it was when the tests were built.</summary>
internal static class Sources
{
    /// <summary>Everything that this process may load.</summary>
    public static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>Names of the core's files.</summary>
    public static IEnumerable<string> Core =>
        typeof(Sources).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("core/", StringComparison.Ordinal));

    public static string Read(string name)
    {
        using StreamReader reader = new(typeof(Sources).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
