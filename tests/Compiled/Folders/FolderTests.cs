using Mono.Cecil;

namespace NanoEvents.Firmware.Checks.Folders;

/// <summary>The folders are the way of an event, and nothing runs against it.</summary>
public sealed class FolderTests(ITestOutputHelper output)
{
    private static readonly SourceFolders _sources = new();
    private static readonly PublicTypes _public = new(Built.Read(Built.Sdk[0]), _sources.FolderOf);

    /// <summary>Every arrow between two folders of the list.</summary>
    internal static readonly Arrow[] Arrows = [.. Built.Product.Concat(Built.Sdk).SelectMany(file => new CompiledArrows(FolderOf).Of(Built.Read(file)))];

    [Fact]
    public void NoFolderUsesOneThatStandsAboveIt()
    {
        foreach (IGrouping<(string From, string To), Arrow> pair in Arrows.GroupBy(a => (a.From, a.To)))
        {
            output.WriteLine($"{pair.Key.From} → {pair.Key.To}: {string.Join(", ", pair.Select(a => $"{a.FromType} uses {a.ToType}"))}");
        }

        Assert.DoesNotContain(Arrows, a => a.IsUpwards);
    }

    [Fact]
    public void EveryFolderIsUsedOrUses()
    {
        string[] seen = [.. Arrows.SelectMany(a => new[] { a.From, a.To }).Distinct()];

        Assert.Empty(Rooms.GroundUp.Except(seen));
    }

    [Fact]
    public void EveryFolderHasARoom()
    {
        // The board's program is on top of the firmware and cannot be read on a PC. Polyfills are compiled into each build for .NET 8.
        string[] without = ["firmware/esp32", "sdk/NanoEvents", "sdk/Polyfills"];

        Assert.Equal(without, _sources.Folders.Where(folder => Rooms.Of(folder) is null));
    }

    [Fact]
    public void WhatIsInternalInAPackageStandsInThePackagesRoom()
    {
        Assert.Equal("sdk/NanoEvents.Bridge", Rooms.Of("sdk/NanoEvents.Bridge/Internal"));
        Assert.Equal("sdk/NanoEvents.Dashboard", Rooms.Of("sdk/NanoEvents.Dashboard/Internal/Web"));
        Assert.Equal("sdk/NanoEvents/Internal/Broker", Rooms.Of("sdk/NanoEvents/Internal/Broker"));
        Assert.Null(Rooms.Of("sdk/NanoEvents.Cli/Forgotten"));
        Assert.Contains(Arrows, a => a is { From: "sdk/NanoEvents.Webhooks.AspNetCore", To: "sdk/NanoEvents.Bridge" });
    }

    [Theory]
    [InlineData("try { ToString(); } catch (High.Wrong) { }", "Wrong")]
    [InlineData("typeof(High.Wrong[]).ToString();", "Wrong")]
    [InlineData("Local(); [High.Mark] void Local() { }", "Mark")]
    [InlineData("void Local<T>(T t) where T : High.Wrong { }", "Wrong")]
    public void AUseIsFoundWhereverItStands(string body, string used)
    {
        ModuleDefinition planted = Planted.Compile(
            $"namespace Low {{ public class Ring {{ public void Write() {{ {body} }} }} }} "
            + "namespace High { public class Wrong : System.Exception { } public class Mark : System.Attribute { } }");

        Arrow[] arrows = [.. new CompiledArrows(type => type == "Low.Ring" ? "firmware/core/ring" : type.StartsWith("High.", StringComparison.Ordinal) ? "firmware/core/publishing" : null).Of(planted)];

        Assert.Equal(used, Assert.Single(arrows).ToType);
    }

    [Fact]
    public void AnArrowUpwardsIsFound()
    {
        ModuleDefinition planted = Planted.Compile("namespace Low { public class Ring { public void Write() { new High.Publisher().Step(); } } } namespace High { public class Publisher { public void Step() { } } }");

        Arrow[] arrows = [.. new CompiledArrows(type => type == "Low.Ring" ? "firmware/core/ring" : type == "High.Publisher" ? "firmware/core/publishing" : null).Of(planted)];

        Assert.Equal("firmware/core/ring → firmware/core/publishing (Ring uses Publisher)", Assert.Single(arrows).ToString());
        Assert.True(arrows[0].IsUpwards);
    }

    [Fact]
    public void APublicTypeStandsAsHighAsWhatItUses()
    {
        Dictionary<string, string> folders = new()
        {
            ["Sdk.Cursor"] = "sdk/NanoEvents/Internal/Batches",
            ["Sdk.Link"] = "sdk/NanoEvents/Internal/Broker",
            ["Sdk.Measurement"] = "sdk/NanoEvents",
            ["Sdk.Event"] = "sdk/NanoEvents",
            ["Sdk.Options"] = "sdk/NanoEvents",
            ["Sdk.Client"] = "sdk/NanoEvents",
        };
        ModuleDefinition planted = Planted.Compile(
            "namespace Sdk { public class Cursor { } public class Link { public Options O; } public class Measurement { public int Raw; } "
            + "public class Event { public Cursor C; public Measurement M; } public class Options { public Link L; } public class Client { public Options O; public Event E; } }");
        PublicTypes types = new(planted, folders.GetValueOrDefault);

        Assert.Equal(PublicTypes.Values, types.RoomOf("Sdk.Measurement"));
        Assert.Equal(PublicTypes.Events, types.RoomOf("Sdk.Event"));
        Assert.Equal((PublicTypes.Client, PublicTypes.Client), (types.RoomOf("Sdk.Options"), types.RoomOf("Sdk.Client")));
        Arrow upwards = Assert.Single(new CompiledArrows(types.RoomOf).Of(planted), arrow => arrow.IsUpwards);
        Assert.Equal("sdk/NanoEvents/Internal/Broker → sdk/NanoEvents (client) (Link uses Options)", upwards.ToString());
    }

    // Folders that have no room are looked at by nobody.
    private static string? FolderOf(string type) => _public.RoomOf(type) is { } folder ? Rooms.Of(folder) : null;
}
