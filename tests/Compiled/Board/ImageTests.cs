using System.Diagnostics;
using System.Text;

namespace NanoEvents.Firmware.Checks.Board;

/// <summary>The last step of an image: parts that fit each other become one file, and no others do.</summary>
public sealed class ImageTests : IDisposable
{
    private const uint MscorlibsNative = 0x1549C856;

    private readonly string _folder = Directory.CreateTempSubdirectory("image").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ThePartsLieOneBehindTheOtherAtMultiplesOfFour()
    {
        byte[] fruit = Part("Fruit", needs: ("Basket", 1, 2));
        byte[] basket = Part("Basket", version: (1, 2));
        string core = Path.ChangeExtension(Built.CoreLibrary, ".pe");

        (int exitCode, string output) = Join(core, Write("Fruit", [.. fruit, 0]), Write("Basket", basket));

        Assert.True(exitCode == 0, output);
        Assert.Equal([.. File.ReadAllBytes(core), .. fruit, 0, 0, 0, 0, .. basket], File.ReadAllBytes(Image));
        Assert.Contains("(3 parts, ", output);
    }

    [Theory]
    [InlineData("absent", "no image: Fruit needs Basket 1.2, which is not among the parts")]
    [InlineData("older", "no image: Fruit needs Basket 1.2, and this one is 1.1")]
    [InlineData("native", "no image: System.Net wants native code 0x6DFA71D6, nanoCLR 1.17.0.339 has 0x8EFB9944: the board would not start")]
    [InlineData("unknown", "no image: Basket wants native code 0x00000007, nanoCLR 1.17.0.339 has none: the board would not start")]
    [InlineData("zeros", "Basket.pe is no assembly of nanoFramework 1")]
    [InlineData("short", "Basket.pe is no assembly of nanoFramework 1")]
    [InlineData("nowhere", "Basket.pe is not there")]
    public void ASetThatTheBoardWouldNotStartIsRefusedInOneLine(string how, string expected)
    {
        byte[] basket = Part("Basket", version: (1, 2));
        string fruit = Write("Fruit", Part("Fruit", needs: ("Basket", 1, 2)));
        File.WriteAllText(Image, "an older image");

        (int exitCode, string output) = how switch
        {
            "absent" => Join(fruit),
            "older" => Join(fruit, Write("Basket", Part("Basket", version: (1, 1)))),
            "native" => Join(Write("System.Net", Part("System.Net", native: 0x6DFA71D6))),
            "unknown" => Join(Write("Basket", Part("Basket", native: 7))),
            "zeros" => Join(Write("Basket", new byte[4096])),
            "short" => Join(Write("Basket", basket[..128])),
            _ => Join(Path.Combine(_folder, "Basket.pe")),
        };

        Assert.Equal(1, exitCode);
        Assert.Contains(expected, Assert.Single(output.Split('\n').Where(l => l.Contains("error", StringComparison.Ordinal)).Distinct()));
        Assert.False(File.Exists(Image));
    }

    [Fact]
    public void MscorlibOfThePackageFitsNanoClr()
    {
        Assert.Equal(MscorlibsNative, BitConverter.ToUInt32(File.ReadAllBytes(Path.ChangeExtension(Built.CoreLibrary, ".pe")), 20));
    }

    private string Image => Path.Combine(_folder, "image.bin");

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name + ".pe");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private (int ExitCode, string Output) Join(params string[] parts)
    {
        string project = Path.Combine(_folder, "join.proj");
        string folder = Path.Combine(Built.Root, ".nanoFramework");
        File.WriteAllText(project, $"""
            <Project>
              <Import Project="{folder}/JoinImage.targets" />
              <ItemGroup><Part Include="{string.Join(';', parts)}" /></ItemGroup>
              <Target Name="Join"><JoinImage Parts="@(Part)" Versions="{folder}/versions.json" Image="{Image}" /></Target>
            </Project>
            """);
        ProcessStartInfo start = new("dotnet", ["msbuild", project, "-nologo", "-tl:off", "-nr:false"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    // A header, the assemblies that it needs, and their names; the other tables are empty.
    private static byte[] Part(string name, (ushort Major, ushort Minor) version = default, uint native = 0, (string Name, ushort Major, ushort Minor)? needs = null)
    {
        const int Header = 124;
        byte[] names = [0, .. Encoding.ASCII.GetBytes(name), 0, .. Encoding.ASCII.GetBytes(needs?.Name ?? string.Empty), 0];
        int references = needs == null ? 0 : 12;
        int end = Header + references + names.Length;
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        writer.Write("NFMRK1\0\0"u8);
        foreach (uint number in new[] { 0u, 0u, 0u, native, uint.MaxValue })
        {
            writer.Write(number);
        }

        Write(writer, version.Major, version.Minor, 0, 0, 1, 0);
        for (int table = 0; table < 16; table++)
        {
            writer.Write(table == 0 ? Header : table <= 11 ? Header + references : end);
        }

        writer.Write(new byte[Header - (int)bytes.Length]);
        if (needs is { } n)
        {
            Write(writer, (ushort)(name.Length + 2), 0, n.Major, n.Minor, 0, 0);
        }

        writer.Write(names);
        return [.. bytes.ToArray(), .. new byte[(4 - (end % 4)) % 4]];
    }

    private static void Write(BinaryWriter writer, params ushort[] numbers)
    {
        foreach (ushort number in numbers)
        {
            writer.Write(number);
        }
    }
}
