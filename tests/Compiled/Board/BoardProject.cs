using System.Xml.Linq;
using NanoEvents.Cli.Board;

namespace NanoEvents.Firmware.Checks.Board;

/// <summary>A project for the board, and the libraries that it takes from nanoFramework's packages.</summary>
/// <param name="File">The project file, from the root.</param>
/// <param name="Libraries">What it takes, in the order of the image.</param>
internal sealed record BoardProject(string File, BoardLibrary[] Libraries)
{
    public const string Firmware = "firmware/esp32/NanoEvents.Esp32.csproj";
    public const string DeviceTests = "tests/Device/NFUnitTest.csproj";

    public static BoardProject[] All { get; } = [Read(Firmware), Read(DeviceTests)];

    private static BoardProject Read(string file)
    {
        BoardVersions versions = new(System.IO.File.ReadAllText(Path.Combine(Built.Root, ".nanoFramework/versions.json")));
        return new BoardProject(
            file,
            [
                .. from library in XDocument.Load(Path.Combine(Built.Root, file)).Descendants("BoardLibrary")
                   let package = library.Attribute("Include")!.Value
                   select new BoardLibrary(package, versions.Packages.GetValueOrDefault(package, "none"), library.Attribute("File")!.Value),
            ]);
    }
}

/// <summary>An assembly in a package of nanoFramework.</summary>
/// <param name="Package">The package's id.</param>
/// <param name="Version">Its version in versions.json.</param>
/// <param name="File">The assembly's place in the package. The .pe file for the board lies beside it.</param>
internal sealed record BoardLibrary(string Package, string Version, string File)
{
    /// <summary>Where NuGet keeps the package, if it has fetched it.</summary>
    public string Folder { get; init; } = Path.Combine(Built.Packages, Package.ToLowerInvariant(), Version);

    public string Assembly => Path.GetFileNameWithoutExtension(File);
}
