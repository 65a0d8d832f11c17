namespace NanoEvents.Webhooks.Tests;

public class WebhookKeyTests
{
    private const string Text = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public void AKeyIsReadAsItIsWritten()
    {
        Assert.Equal(Text, WebhookKey.Parse($"  {Text}\r\n").Reveal());
        string created = WebhookKey.Create().Reveal();
        Assert.Equal(created, WebhookKey.Parse(created).Reveal());
        Assert.NotEqual(created, WebhookKey.Create().Reveal());
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS*")]
    [InlineData("whsec_hunter2hunter2")]
    public void WhatIsNoKeyIsSaidSoAndNotRepeated(string text)
    {
        Assert.False(WebhookKey.TryParse(text, out _));
        string message = Assert.Throws<FormatException>(() => WebhookKey.Parse(text)).Message;
        Assert.Equal("This is no key of a webhook: a key is whsec_ followed by base64 of 24 to 64 bytes.", message);
    }

    [Fact]
    public void TheLengthOfAKeyHasLimits()
    {
        Assert.False(WebhookKey.TryParse(OfBytes(23), out _));
        Assert.True(WebhookKey.TryParse(OfBytes(24), out _));
        Assert.True(WebhookKey.TryParse(OfBytes(64), out _));
        Assert.False(WebhookKey.TryParse(OfBytes(65), out _));
        Assert.False(WebhookKey.TryParse(OfBytes(100_000), out _));
        Assert.False(WebhookKey.TryParse(null, out _));
    }

    [Fact]
    public void AFileHasSeveralKeysAndTheLineThatIsWrongIsNamed()
    {
        string other = OfBytes(32);

        Assert.Equal([Text, other], WebhookKey.ParseLines($"# the present one\n{Text}\r\n\n  {other}  \n").Select(key => key.Reveal()));

        string message = Assert.Throws<FormatException>(() => WebhookKey.ParseLines($"{Text}\nhunter2\n")).Message;
        Assert.StartsWith("Line 2 is no key", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
        Assert.StartsWith("There is no key", Assert.Throws<FormatException>(() => WebhookKey.ParseLines("# nothing\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTextForLogsIsNotTheKey()
    {
        WebhookKey key = WebhookKey.Parse(Text);

        Assert.Equal("whsec_…", $"{key}");
        Assert.Equal("{}", System.Text.Json.JsonSerializer.Serialize(key));
    }

    private static string OfBytes(int count) => "whsec_" + Convert.ToBase64String(new byte[count]);
}
