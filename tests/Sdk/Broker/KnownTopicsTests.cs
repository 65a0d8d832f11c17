using System.Text;
using Xunit;

namespace NanoEvents.Tests;

public sealed class KnownTopicsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("site1")]
    [InlineData("+/site1")]
    public void ATopicIsWhatItsTextSaysHoweverManyShareAPlace(string? prefix)
    {
        var random = new Random(1);
        string[] heads = ["", "site1/", "town/site1/", "tö wn/site1/", "other/"];
        string[] parts = [.. Topics.Parts, "log", ""];
        string[] topics =
        [
            .. Enumerable.Range(0, 3_000).Select(_ => $"{heads[random.Next(heads.Length)]}nanoevents/device{random.Next(1_000)}/{parts[random.Next(parts.Length)]}"),
            "", "/", "nanoevents", "nanoevents//events", "nanoevents/a b/events", "süd", new string('x', 60_000), $"nanoevents/{new string('x', 300)}/events",
            .. Enumerable.Range(0, 300).Select(length => new string('y', length)),
        ];
        var known = new KnownTopics(prefix);
        for (int i = 0; i < 60_000; i++)
        {
            // Now and then the same topic again, as a device sends it.
            string topic = topics[random.Next(random.Next(2) == 0 ? topics.Length : 20)];

            KnownTopic found = known.Find(Encoding.UTF8.GetBytes(topic));

            MessageKind kind = Topics.Parse(topic, out string? device, prefix);
            Assert.Equal((topic, kind, device), (found.Text, found.Kind, found.Device));
        }
    }

    [Fact]
    public void BytesThatAreNoTextAreNoTopicOfOurs()
    {
        var random = new Random(2);
        var known = new KnownTopics(null);
        byte[] topic = [.. "nanoevents/"u8, 0xC3, 0x28, .. "/events"u8];
        Assert.Equal((MessageKind.Events, null), (known.Find(topic).Kind, known.Find(topic).Device));

        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);

            KnownTopic found = known.Find(bytes);

            Assert.Equal((Encoding.UTF8.GetString(bytes), MessageKind.Other, null), (found.Text, found.Kind, found.Device));
        }
    }

    [Fact]
    public void ATopicThatWasJustThereIsNotTakenApartAgainAndALongOneIsNotKept()
    {
        var known = new KnownTopics(null);
        byte[] usual = "nanoevents/hall/events"u8.ToArray();
        byte[] tooLong = new byte[257];

        Assert.Same(known.Find(usual), known.Find([.. usual]));
        Assert.NotSame(known.Find(tooLong), known.Find(tooLong));
    }
}
