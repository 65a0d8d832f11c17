using System.Text.Json;
using System.Xml.Linq;

namespace NanoEvents.Firmware.Checks.Board;

/// <summary>One set of versions: nanoCLR, versions.json, every packages.config and every HintPath agree.</summary>
public sealed class PackageSetTests
{
    private static readonly string _versions = File.ReadAllText(Path.Combine(Built.Root, ".nanoFramework/versions.json"));

    [Fact]
    public void ThePackagesFitTheNanoClr()
    {
        Assert.Empty(new PackageSet(_versions).Misfits());
    }

    [Theory]
    [InlineData("firmware/esp32/NanoEvents.Esp32.nfproj")]
    [InlineData("tests/Device/NFUnitTest.nfproj")]
    public void AProjectAndItsPackagesConfigAgreeWithTheSet(string project)
    {
        string config = Path.Combine(Path.GetDirectoryName(project)!, "packages.config");
        XDocument packages = XDocument.Load(Path.Combine(Built.Root, config));

        Assert.Empty(new PackageSet(_versions).Disagreements(config, packages));
        Assert.Empty(PackageSet.Strays(project, XDocument.Load(Path.Combine(Built.Root, project)), packages));
    }

    [Fact]
    public void EveryPackageOfTheSetIsUsed()
    {
        IEnumerable<string> used = new[] { "firmware/esp32", "tests/Device" }
            .SelectMany(folder => XDocument.Load(Path.Combine(Built.Root, folder, "packages.config")).Descendants("package"))
            .Select(p => p.Attribute("id")!.Value).Distinct().Order(StringComparer.Ordinal);

        IEnumerable<string> named = JsonDocument.Parse(_versions).RootElement.GetProperty("packages").EnumerateObject().Select(p => p.Name);

        Assert.Equal(named.Order(StringComparer.Ordinal), used);
    }

    [Theory]
    [InlineData("nanoFramework.System.Net", "1.11.54", "System.Net 1.11.54 wants native 100.2.0.12, nanoCLR 1.17.0.339 has 100.2.0.14: take a nanoCLR built between 2026-04-07 and 2026-07-10, or another System.Net")]
    [InlineData("nanoFramework.M2Mqtt", "5.1.212", "M2Mqtt 5.1.212 goes with System.Net 1.11.50, and System.Net is 1.11.60: they need different nanoCLRs")]
    public void APackageOfAnotherGenerationIsSaidInOneLine(string package, string version, string expected)
    {
        Assert.Contains(expected, new PackageSet(With(package, version)).Misfits());
    }

    [Fact]
    public void AVersionThatDiffersIsSaidInOneLine()
    {
        XDocument packages = XDocument.Parse("""<packages><package id="nanoFramework.CoreLibrary" version="1.16.0" /><package id="Other" version="1.0.0" /></packages>""");
        XDocument project = XDocument.Parse("""<Project><Reference><HintPath>..\..\packages\nanoFramework.CoreLibrary.1.15.5\lib\mscorlib.dll</HintPath></Reference></Project>""");

        Assert.Equal(
            ["a has nanoFramework.CoreLibrary 1.16.0, .nanoFramework/versions.json has 1.17.11", "a has Other 1.0.0, .nanoFramework/versions.json has none"],
            new PackageSet(_versions).Disagreements("a", packages));
        Assert.Equal(
            [
                "b takes nanoFramework.CoreLibrary.1.15.5, which its packages.config does not name",
                "b does not take nanoFramework.CoreLibrary.1.16.0, which its packages.config names",
                "b does not take Other.1.0.0, which its packages.config names",
            ],
            PackageSet.Strays("b", project, packages));
    }

    private static string With(string package, string version)
    {
        string old = JsonDocument.Parse(_versions).RootElement.GetProperty("packages").GetProperty(package).GetString()!;
        return _versions.Replace($"\"{package}\": \"{old}\"", $"\"{package}\": \"{version}\"");
    }
}
