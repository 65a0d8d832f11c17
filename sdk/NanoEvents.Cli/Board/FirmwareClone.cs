using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Board;

/// <summary>A clone of the repository, in which the firmware's image can be built.</summary>
internal sealed class FirmwareClone(string root)
{
    private static readonly string[] _sources = ["firmware/esp32", "firmware/core", "firmware/protocol", ".nanoFramework"];

    /// <summary>Where the build puts the image.</summary>
    public string Image => Path.Combine(root, FirmwareImage.Usual);

    /// <summary>The clone that holds the folder; null if there is none.</summary>
    public static FirmwareClone? Find(string folder)
    {
        for (DirectoryInfo? root = new(folder); root != null; root = root.Parent)
        {
            if (File.Exists(Path.Combine(root.FullName, "firmware/esp32/NanoEvents.Esp32.csproj")))
            {
                return new FirmwareClone(root.FullName);
            }
        }

        return null;
    }

    /// <summary>Why the image must be built; null if it is newer than every source.</summary>
    public string? WhyBuild()
    {
        if (!File.Exists(Image))
        {
            return "there is no image yet";
        }

        FileInfo newest = _sources.Select(folder => new DirectoryInfo(Path.Combine(root, folder))).SelectMany(Files).MaxBy(file => file.LastWriteTimeUtc)!;
        return newest.LastWriteTimeUtc > File.GetLastWriteTimeUtc(Image) ? $"{Path.GetRelativePath(root, newest.FullName)} is newer than the image" : null;
    }

    /// <summary>Builds the image; the build's own output shows its progress.</summary>
    /// <exception cref="CommandException">The build failed.</exception>
    public async Task BuildAsync(CancellationToken cancellation)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
        int exitCode = await Nanoff.RunAsync(dotnet, FirmwareImage.Build.Split(' ')[1..], root, cancellation);
        if (exitCode != 0 || !File.Exists(Image))
        {
            throw new CommandException($"`{FirmwareImage.Build}` ended with {exitCode}: its lines above say why. An image that you have can be named with --image");
        }

        // A build that had nothing to do leaves the old time.
        File.SetLastWriteTimeUtc(Image, DateTime.UtcNow);
    }

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder) =>
        folder.Exists
            ? folder.EnumerateFiles().Concat(folder.EnumerateDirectories().Where(inner => inner.Name is not ("bin" or "obj")).SelectMany(Files))
            : [];
}
