using NanoEvents.Cli.Board;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Flash;

/// <summary>Where the firmware's image comes from: the file that was named, a clone, which builds it where it is missing or old, or this command's release.</summary>
internal sealed class ImageSource(string? asked, FirmwareClone? clone, ReleasedImage? released)
{
    /// <summary>Why the image is built first; null if it is not.</summary>
    public string? WhyBuild => asked == null ? clone?.WhyBuild() : null;

    /// <summary>What a run does to get the image, in one sentence; null if the image is there.</summary>
    public string? Before => WhyBuild is { } why ? $"The firmware is built before anything is written, because {why}."
        : asked == null && clone == null && released?.IsKeptIn(Cache) == false ? $"The firmware {released.Version} is downloaded from {released.File} before anything is written."
        : null;

    /// <summary>Where the image is or will be; a clone's is said from the current folder.</summary>
    public string Path => asked ?? (clone == null ? null : System.IO.Path.GetRelativePath(Environment.CurrentDirectory, clone.Image)) ?? released?.PathIn(Cache) ?? FirmwareImage.Usual;

    /// <summary>Why there is no image and will be none, in one line; null if there is or will be one.</summary>
    public string? Missing => asked != null ? FirmwareImage.Problem(asked)
        : clone == null && released == null ? FirmwareImage.Missing : null;

    private static string Cache => System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "NanoEvents", "firmware");

    /// <summary>The source for a command that runs in this folder.</summary>
    public static ImageSource Find(string? asked, string folder) => new(asked, FirmwareClone.Find(folder), ReleasedImage.OfThisCommand());

    /// <summary>The image's path, after building or downloading it where that is needed.</summary>
    /// <exception cref="CommandException">It cannot be had.</exception>
    public async Task<string> GetAsync(CancellationToken cancellation)
    {
        if (WhyBuild is { } why)
        {
            StandardError.Say($"Building the firmware, because {why}: {FirmwareImage.Build}");
            await clone!.BuildAsync(cancellation);
        }
        else if (asked == null && clone == null && released != null)
        {
            return await released.GetAsync(Cache, cancellation);
        }

        return Path;
    }
}
