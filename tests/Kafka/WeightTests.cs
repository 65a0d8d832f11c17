using System.Xml.Linq;

namespace NanoEvents.Kafka.Tests;

/// <summary>The native files of Kafka's client take about 100 MB, and Redis' client 35 MB. Who does not ask for them does not get them.</summary>
public sealed class WeightTests
{
    [Theory]
    [InlineData("sdk/NanoEvents.Cli/NanoEvents.Cli.csproj")]
    [InlineData("sdk/NanoEvents.Hosting/NanoEvents.Hosting.csproj")]
    [InlineData("sdk/NanoEvents.Bridge/NanoEvents.Bridge.csproj")]
    public void WhoDoesNotAskForThemRestoresNeither(string project)
    {
        HashSet<string> projects = [];
        Collect(Path.GetFullPath(Path.Combine(Repository(), project)), projects);

        Assert.True(projects.Count > 1);
        Assert.DoesNotContain(projects, p => XDocument.Load(p).Descendants("PackageReference").Any(r => r.Attribute("Include")?.Value.Split('.')[0] is "AMQPNetLite" or "Azure" or "Confluent" or "Duende" or "StackExchange"));
    }

    private static void Collect(string project, HashSet<string> projects)
    {
        if (projects.Add(project))
        {
            foreach (XElement reference in XDocument.Load(project).Descendants("ProjectReference"))
            {
                Collect(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, reference.Attribute("Include")!.Value.Replace('\\', '/'))), projects);
            }
        }
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "nf.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
