using System.Reflection;
using System.Security.Cryptography;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Board;

/// <summary>
/// The firmware image of a release, for a command that was installed without a clone. The command was built together with the image and knows its
/// SHA-256, so it does not have to trust the place from which the file comes.
/// </summary>
/// <param name="Address">Where releases are: an image is at <c>Address/vVERSION/NanoEvents.Esp32.bin</c>.</param>
/// <param name="Version">The release's version.</param>
/// <param name="Sha256">The image's SHA-256 in hexadecimal.</param>
internal sealed record ReleasedImage(Uri Address, string Version, string Sha256)
{
    /// <summary>No chip has more room for an application.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private const string Name = "NanoEvents.Esp32.bin";

    /// <summary>Where it is downloaded from.</summary>
    public Uri File => new($"{Address.AbsoluteUri.TrimEnd('/')}/v{Version}/{Name}");

    /// <summary>The image that belongs to this command; null if it was not built for a release.</summary>
    public static ReleasedImage? OfThisCommand()
    {
        Assembly assembly = typeof(ReleasedImage).Assembly;
        Dictionary<string, string?> built = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().GroupBy(m => m.Key).ToDictionary(g => g.Key, g => g.First().Value);
        return built.GetValueOrDefault("ReleaseAddress") is { Length: > 0 } address && built.GetValueOrDefault("FirmwareSha256") is { Length: > 0 } sha256
            ? new ReleasedImage(new Uri(address), assembly.GetName().Version!.ToString(3), sha256)
            : null;
    }

    /// <summary>Where the folder keeps it.</summary>
    public string PathIn(string folder) => Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(Name)}-{Version}.bin");

    /// <summary>Whether the folder has it, undamaged.</summary>
    public bool IsKeptIn(string folder) => System.IO.File.Exists(PathIn(folder)) && IsReleased(System.IO.File.ReadAllBytes(PathIn(folder)));

    /// <summary>The image's path: in the folder, if an earlier start has downloaded it, or downloaded now.</summary>
    /// <param name="folder">Keeps the images of all versions.</param>
    /// <param name="cancellation">Ends the download.</param>
    /// <exception cref="CommandException">It cannot be downloaded, or it is another file than the one that was released.</exception>
    public async Task<string> GetAsync(string folder, CancellationToken cancellation)
    {
        string path = PathIn(folder);
        if (IsKeptIn(folder))
        {
            return path;
        }

        if (Address.Scheme != Uri.UriSchemeHttps && !Address.IsLoopback)
        {
            throw new CommandException($"{Address} is not an https address: name an image with --image");
        }

        StandardError.Say($"Downloading the firmware {Version} from {File}");
        byte[] image = await DownloadAsync(cancellation);
        if (!IsReleased(image))
        {
            throw new CommandException($"{File} is not the firmware {Version} that was released (its SHA-256 is another one): it was not used. Try again, or name an image with --image");
        }

        Directory.CreateDirectory(folder);
        string part = $"{path}.{Environment.ProcessId}";
        await System.IO.File.WriteAllBytesAsync(part, image, cancellation);
        System.IO.File.Move(part, path, overwrite: true);
        return path;
    }

    private async Task<byte[]> DownloadAsync(CancellationToken cancellation)
    {
        using HttpClient client = new() { MaxResponseContentBufferSize = MaxBytes, Timeout = TimeSpan.FromMinutes(2) };
        try
        {
            return await client.GetByteArrayAsync(File, cancellation);
        }
        catch (HttpRequestException e) when (e.StatusCode is { } status)
        {
            throw new CommandException($"{File} answers {(int)status} {status}: name an image with --image");
        }
        catch (HttpRequestException e)
        {
            throw new CommandException($"cannot download {File}: {e.Message}. Is this PC online? An image that you have can be named with --image");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CommandException($"{File} did not come within 2 minutes: try again, or name an image with --image");
        }
    }

    private bool IsReleased(byte[] image) => Convert.ToHexString(SHA256.HashData(image)).Equals(Sha256, StringComparison.OrdinalIgnoreCase);
}
