using Mono.Cecil;

namespace NanoEvents.Firmware.Checks.Board;

/// <summary>The signatures in .nanoFramework/reference say what nanoFramework has, and nothing else.</summary>
public sealed class ReferenceSignatureTests
{
    [Fact]
    public void EverySignatureIsListedAndSpelledTheSame()
    {
        ApiListing listing = ApiListing.OrSkip();

        string[] unlisted = [.. Built.Read(Built.Reference).GetTypes().Where(IsPublic).SelectMany(t => Unlisted(t, listing))];

        Assert.True(unlisted.Length == 0, string.Join('\n', unlisted));
    }

    [Fact]
    public void AMemberThatIsNotListedOrSpelledOtherwiseIsFound()
    {
        ApiListing listing = new("Fruit", ["class Fruit.Apple", "  int Weight { get; }", "  void Eat(int bites)", "  static event System.EventHandler Fell"]);
        const string Source = "namespace Fruit { public class Apple { Apple() { } public int Weight { get; set; } public void Eat(int bite) { } } public class Pear { } }";

        string[] unlisted = [.. Planted.Compile(Source).Types.Where(IsPublic).SelectMany(t => Unlisted(t, listing))];

        Assert.Equal(["Fruit.Apple: int Weight { get; set; }", "Fruit.Apple: void Eat(int bite)", "Fruit.Pear: not listed"], unlisted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void AProjectTakesTheAssemblyOfEveryTypeThatItUses(int project)
    {
        ApiListing listing = ApiListing.OrSkip();
        BoardProject board = BoardProject.All[project];
        // The listing is of an older build of UnitsNet, when its assemblies had a shorter name.
        HashSet<string> taken = [.. board.Libraries.Select(l => l.Assembly.Replace("nanoFramework.UnitsNet", "UnitsNet"))];

        string[] missing =
        [
            .. from used in Built.Read(board.File == BoardProject.Firmware ? Built.Firmware : Built.DeviceTests).GetTypeReferences()
               let listed = listing.Find(used.FullName.Replace('/', '.'))
               where listed is not null && !taken.Contains(listed.Assembly)
               select $"{used.FullName} is in {listed.Assembly}, which {board.File} does not take",
        ];

        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    [Fact]
    public void TheFirmwareSeesNoOtherBaseLibrary()
    {
        AssemblyNameReference core = new("mscorlib", Built.Read(Built.CoreLibrary).Assembly.Name.Version);
        foreach (string file in new[] { Built.Firmware, Built.DeviceTests, Built.Reference })
        {
            AssemblyNameReference[] seen = [.. Built.Read(file).AssemblyReferences.Where(r => r.Name != "NanoEvents.Reference")];
            Assert.Equal((core.Name, core.Version), seen.Select(r => (r.Name, r.Version)).Single());
        }

        Assert.Empty(Built.Read(Built.CoreLibrary).AssemblyReferences);
    }

    [Fact]
    public void NoGenericTypeIsUsed()
    {
        // mscorlib has a few, such as Action<T>, which nanoCLR 1 cannot run.
        Assert.Empty(Generics(Built.Read(Built.Firmware)));
        Assert.Empty(Generics(Built.Read(Built.DeviceTests)));
        Assert.Equal(["System.Action`1"], Generics(Planted.Compile("class Added { static void M(System.Action<int> take) { take(1); } }")));
    }

    [Theory]
    [InlineData("CS0234", "static System.Collections.Generic.List<int> s_all;")]
    [InlineData("CS0234", "static void M(System.Span<int> all) { }")]
    [InlineData("CS0518", "static volatile int s_count;")]
    [InlineData("CS0518", "static int? s_none;")]
    [InlineData("CS8179", "static (int, int) M() { return (1, 2); }")]
    [InlineData("CS0234", "static async System.Threading.Tasks.Task M() { }")]
    [InlineData("CS1061", "static string M(int n) { return $\"{n:X}\".Replace('a', 'b'); }")]
    [InlineData("CS1503", "static int s_n; static long M(ref long n) { return System.Threading.Interlocked.Increment(ref n); }")]
    [InlineData("CS0656", "static int M(int[] all) { return all[^1]; }")]
    [InlineData("CS0234", "static unsafe int M() { return System.Runtime.CompilerServices.Unsafe.SizeOf<int>(); }")]
    public void WhatTheBoardLacksDoesNotCompile(string error, string member)
    {
        Assert.Empty(Planted.Errors("namespace NanoEvents.Firmware { class Added { static int M(int n) { return n; } } }"));
        Assert.Contains(Planted.Errors($"namespace NanoEvents.Firmware {{ class Added {{ {member} }} }}"), e => e.Contains(error, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Generics(ModuleDefinition module) => module.GetTypeReferences().Select(t => t.FullName).Where(n => n.Contains('`', StringComparison.Ordinal));

    private static bool IsPublic(TypeDefinition type) => type.IsPublic || (type.IsNestedPublic && IsPublic(type.DeclaringType));

    private static IEnumerable<string> Unlisted(TypeDefinition type, ApiListing listing)
    {
        string name = type.FullName.Replace('/', '.');
        if (listing.Find(name) is not { } listed)
        {
            return [$"{name}: not listed"];
        }

        // An enum is listed in one line: its members, and the type beneath.
        HashSet<string> members = type.IsEnum ? [.. listed.Members.Single().Split("  (")[0].Split(", ")] : listed.Members;
        return (Spelling.Head(type) == listed.Head ? Array.Empty<string>() : [$"{Spelling.Head(type)}: listed as {listed.Head}"])
            .Concat(Spelling.Bases(type).Where(b => !listed.Bases.Contains(b)).Select(b => $"{name}: is no {b}"))
            .Concat(type.IsEnum && !listed.Members.Single().EndsWith($"({Underlying(type)})", StringComparison.Ordinal) ? [$"{name}: another type beneath"] : Array.Empty<string>())
            .Concat(Spelling.Members(type).Where(m => !members.Contains(m)).Select(m => $"{name}: {m}"));
    }

    private static string Underlying(TypeDefinition type) => type.Fields.Single(f => !f.IsStatic).FieldType.Name switch
    {
        "Byte" => "byte",
        "UInt64" => "ulong",
        _ => "int",
    };
}
