using System.Text.Json.Nodes;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests;

/// <summary>The AsyncAPI documents. tests/AsyncApi/check lets AsyncAPI's own tools read them.</summary>
public sealed class AsyncApiTests
{
    [Theory]
    [InlineData("asyncapi", "3.0.0", "docs/asyncapi.json")]
    [InlineData("asyncapi --version 2.6", "2.6.0", "docs/asyncapi-2.6.json")]
    public async Task TheCopyIsWhatIsPrinted(string line, string version, string copy)
    {
        (string text, JsonObject document) = await MakeAsync(line);

        Assert.Equal(version, (string?)document["asyncapi"]);
        Repository.Verify(copy, text);
    }

    [Fact]
    public async Task SoIsThePage() => Repository.Verify("docs/asyncapi.html", (await Nanoevents.RunAsync(["asyncapi", "--html"])).AssertDone().Output);

    [Fact]
    public async Task TheOlderVersionHasEveryChannelThatHasAnAddress()
    {
        JsonObject newest = (await MakeAsync("asyncapi")).Document;
        JsonObject older = (await MakeAsync("asyncapi --version 2.6")).Document;

        Assert.Equal(
            newest["channels"]!.AsObject().Select(c => (string?)c.Value!["address"]).OfType<string>().Order(),
            older["channels"]!.AsObject().Select(c => c.Key).Order());
    }

    // The generator for Spring Cloud Stream stops at a list of types, and writes Java that does not compile of an enumeration with `synchronized`.
    [Fact]
    public async Task TheOlderVersionHasNeitherListsOfTypesNorEnumerations()
    {
        JsonObject older = (await MakeAsync("asyncapi --version 2.6")).Document;

        Assert.All(Objects(older["components"]!["schemas"]), schema =>
        {
            Assert.False(schema["type"] is JsonArray);
            Assert.False(schema.ContainsKey("enum"));
        });
    }

    [Theory]
    [InlineData("asyncapi")]
    [InlineData("asyncapi --declared")]
    [InlineData("asyncapi --channel decoded")]
    [InlineData("asyncapi --channel events --channel webhook")]
    [InlineData("asyncapi --version 2.6")]
    [InlineData("asyncapi --version 2.6 --channel amqp")]
    public async Task NothingIsReferredToThatIsNotThere(string line)
    {
        JsonObject document = (await MakeAsync(line)).Document;

        string[] references = [.. Objects(document).Select(o => (string?)o["$ref"]).OfType<string>().Distinct()];

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.NotNull(reference.Split('/').Skip(1).Aggregate((JsonNode?)document, (at, name) => at?[name])));
    }

    [Fact]
    public async Task OneChannelComesWithWhatBelongsToItAndNoMore()
    {
        JsonObject document = (await MakeAsync("asyncapi --channel redis")).Document;

        Assert.Equal(["redis"], Names(document["servers"]));
        Assert.Equal(["redis"], Names(document["channels"]));
        Assert.Equal(["writeRedis"], Names(document["operations"]));
        Assert.Equal(["redisEntry"], Names(document["components"]!["messages"]));
        Assert.Equal(["redisEntry"], Names(document["components"]!["schemas"]));
    }

    [Fact]
    public async Task KindsOfYourOwnHaveAFormAndThoseThatAreDeclaredTheirName()
    {
        JsonObject general = (await MakeAsync("asyncapi")).Document;
        JsonObject declared = (await MakeAsync("asyncapi --declared")).Document;

        Assert.Equal(["measurement", "condition"], Names(general["channels"]!["decoded"]!["messages"]).Except(Names(declared["channels"]!["decoded"]!["messages"])));
        JsonNode co2 = declared["components"]!["schemas"]!["co2Event"]!["properties"]!;
        Assert.Equal(("co2", 128, "ppm"), ((string?)co2["kind"]!["const"], (int)co2["number"]!["const"]!, (string?)co2["unit"]!["const"]));
        JsonNode contact = declared["components"]!["schemas"]!["contactEvent"]!["properties"]!;
        Assert.Equal("""["open","closed"]""", contact["state"]!["enum"]!.ToJsonString());
    }

    private static async Task<(string Text, JsonObject Document)> MakeAsync(string line)
    {
        Finished made = (await Nanoevents.RunAsync(line.Split(' '))).AssertDone();
        return (made.Output, JsonNode.Parse(made.Output)!.AsObject());
    }

    private static IEnumerable<string> Names(JsonNode? parts) => parts!.AsObject().Select(p => p.Key);

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject parts => parts.SelectMany(p => Objects(p.Value)).Prepend(parts),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };
}
