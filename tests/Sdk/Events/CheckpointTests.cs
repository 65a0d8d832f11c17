using System.Globalization;
using Xunit;

namespace NanoEvents.Tests;

public sealed class CheckpointTests
{
    public static TheoryData<string, Checkpoint> Texts => new()
    {
        { "hall:45057:42", new Checkpoint("hall", 45057, 42) },
        { "site1/hall:1:0", new Checkpoint("site1/hall", 1, 0) },
        { "town/site1/hall_2-b:-7:4294967295", new Checkpoint("town/site1/hall_2-b", -7, uint.MaxValue) },
        { "hall:-2147483648:1", new Checkpoint("hall", int.MinValue, 1) },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void ItsTextIsReadBack(string text, Checkpoint checkpoint)
    {
        Assert.Equal(text, checkpoint.ToString());
        Assert.Equal(checkpoint, Checkpoint.Parse(text));
        Assert.Equal(checkpoint, Checkpoint.Parse(text.AsSpan(), null));
        Assert.True(Checkpoint.TryParse(text, out Checkpoint read));
        Assert.Equal(checkpoint, read);
        Assert.Equal(checkpoint, Parsed<Checkpoint>(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("::")]
    [InlineData("hall")]
    [InlineData("hall:1")]
    [InlineData("hall:1:")]
    [InlineData("hall::1")]
    [InlineData(":1:1")]
    [InlineData("/hall:1:1")]
    [InlineData("site1/:1:1")]
    [InlineData("a:b:1:1")]
    [InlineData("hall:1:1:1")]
    [InlineData("h all:1:1")]
    [InlineData(" hall:1:1")]
    [InlineData("hall:1:1 ")]
    [InlineData("hall: 1:1")]
    [InlineData("hall:+1:1")]
    [InlineData("hall:1:+1")]
    [InlineData("hall:1:-1")]
    [InlineData("hall:0x1:1")]
    [InlineData("hall:1.5:1")]
    [InlineData("hall:2147483648:1")]
    [InlineData("hall:1:4294967296")]
    [InlineData("hall:1,000:1")]
    [InlineData("a234567890123456789012345678901234:1:1")]
    public void OtherTextIsRefused(string text)
    {
        Assert.False(Checkpoint.TryParse(text, out Checkpoint read));
        Assert.Equal(default, read);
        Assert.Throws<FormatException>(() => Checkpoint.Parse(text));
    }

    [Fact]
    public void NoTextIsRefused()
    {
        Assert.False(Checkpoint.TryParse(null, out _));
        Assert.False(Checkpoint.TryParse(default(Checkpoint).ToString(), out _));
        Assert.Throws<ArgumentNullException>(() => Checkpoint.Parse(null!));
    }

    [Fact]
    public void TheCultureDoesNotMatter()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "minus";
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal("hall:-7:42", new Checkpoint("hall", -7, 42).ToString());
            Assert.Equal(new Checkpoint("hall", -7, 42), Checkpoint.Parse("hall:-7:42", culture));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static T Parsed<T>(string text)
        where T : ISpanParsable<T> => T.Parse(text.AsSpan(), CultureInfo.InvariantCulture);
}
