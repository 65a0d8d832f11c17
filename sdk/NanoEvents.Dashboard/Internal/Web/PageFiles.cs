using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

namespace NanoEvents.Dashboard;

/// <summary>The files of the page. They are in this assembly.</summary>
internal sealed class PageFiles
{
    private const string Prefix = "page/";

    private static readonly Dictionary<string, string> _types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".webmanifest"] = "application/manifest+json",
    };

    private readonly Dictionary<string, Lazy<PageFile>> _files = [];

    public PageFiles()
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            _files["/" + name[Prefix.Length..]] = new Lazy<PageFile>(() => Load(assembly, name));
        }
    }

    /// <summary>The file at a path; null if there is none.</summary>
    public PageFile? Find(string path) => _files.GetValueOrDefault(path == "/" ? "/index.html" : path)?.Value;

    private static PageFile Load(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        using MemoryStream whole = new();
        using MemoryStream small = new();
        stream.CopyTo(whole);
        byte[] content = whole.ToArray();
        using (GZipStream zip = new(small, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(content);
        }

        return new PageFile(_types[Path.GetExtension(name)], content, small.ToArray(), $"\"{Convert.ToHexStringLower(SHA256.HashData(content)[..8])}\"");
    }
}

/// <summary>A file of the page: as it is, and compressed.</summary>
internal sealed record PageFile(string Type, byte[] Content, byte[] Zipped, string Tag);
