namespace NanoEvents.History.Tests;

/// <summary>A path in a folder of its own, which goes at the end.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("history");

    public string Path => System.IO.Path.Combine(_folder.FullName, "house.db");

    public void Dispose() => _folder.Delete(recursive: true);
}
