using System.Globalization;
using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace NanoEvents.Webhooks.Tests;

public class WebhookSignatureTests
{
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Body = """{"test": 2432232314}""";

    private static readonly WebhookKey _key = WebhookKey.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static readonly WebhookKey _other = WebhookKey.Create();
    private static readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeSeconds(1_614_265_330);
    private static readonly byte[] _body = Encoding.UTF8.GetBytes(Body);

    // The example of the specification's own libraries.
    [Fact]
    public void TheKnownExampleIsSignedAsKnown()
    {
        WebhookSignature signature = WebhookSignature.Sign([_key], Id, _now, _body);

        Assert.Equal(new WebhookSignature(Id, "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="), signature);
    }

    [Fact]
    public void AnotherLibrarySignsTheSame() => Gen.Select(Gen.Byte.Array[24, 64], Gen.String[1, 40], Gen.Long[0, 4_000_000_000], Gen.String[0, 400])
        .Sample((bytes, id, seconds, body) =>
        {
            string key = "whsec_" + Convert.ToBase64String(bytes);
            DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(seconds);

            string expected = new StandardWebhook(key).Sign(id, time, body);

            Assert.Equal(expected, WebhookSignature.Sign([WebhookKey.Parse(key)], id, time, Encoding.UTF8.GetBytes(body)).Value);
        }, iter: 300);

    // StandardWebhooks 1.1.2 looks at the first signature alone, so each is shown to it alone.
    [Fact]
    public void AnotherLibraryVerifiesWhatIsSignedWithOneKeyOrTwo()
    {
        WebhookSignature both = WebhookSignature.Sign([_key, _other], Id, DateTimeOffset.UtcNow, _body);
        string[] signatures = both.Value!.Split(' ');

        new StandardWebhook(_key.Reveal()).Verify(Body, HeadersOf(both));
        new StandardWebhook(_key.Reveal()).Verify(Body, HeadersOf(both with { Value = signatures[0] }));
        new StandardWebhook(_other.Reveal()).Verify(Body, HeadersOf(both with { Value = signatures[1] }));
        Assert.Equal(2, signatures.Length);
        Assert.Throws<WebhookVerificationException>(() => new StandardWebhook(_key.Reveal()).Verify(Body, HeadersOf(both with { Value = signatures[1] })));
    }

    [Fact]
    public void WhatAnotherLibrarySignsIsVerified()
    {
        var signature = new WebhookSignature(Id, "1614265330", new StandardWebhook(_key.Reveal()).Sign(Id, _now, Body));

        Assert.Equal("", Verify(signature));
        Assert.Equal("", Verify(signature, [_other, _key]));
    }

    [Fact]
    public void WhatAKeyHasNotSignedIsRefused()
    {
        const string NotSigned = "no signature in webhook-signature fits a key";
        WebhookSignature good = WebhookSignature.Sign([_key], Id, _now, _body);

        Assert.Equal("", Verify(good));
        Assert.Equal(NotSigned, Verify(good, [_other]));
        Assert.Equal(NotSigned, Verify(good, []));
        Assert.Equal(NotSigned, Verify(good with { Id = Id + "x" }));
        Assert.Equal(NotSigned, Verify(good with { Timestamp = "1614265331" }));
        Assert.Equal(NotSigned, Verify(good with { Value = good.Value!.Replace("v1,", "v1a,", StringComparison.Ordinal) }));
        Assert.Equal(NotSigned, Verify(good with { Value = good.Value[..^4] + "AAA=" }));
        Assert.Equal(NotSigned, Verify(good with { Value = "v1," }));
        Assert.False(good.TryVerify([_key], Encoding.UTF8.GetBytes(Body + " "), _now, WebhookSignature.DefaultTolerance, out string problem));
        Assert.Equal(NotSigned, problem);
    }

    [Fact]
    public void OneGoodSignatureOfSeveralIsEnough()
    {
        WebhookSignature good = WebhookSignature.Sign([_key], Id, _now, _body);

        Assert.Equal("", Verify(good with { Value = $"v1a,AAAA v1,no v1,AAAA {good.Value} v2,x" }));
    }

    [Theory]
    [InlineData(300, "")]
    [InlineData(301, "webhook-timestamp is 301 s old, and at most 300 s are allowed")]
    [InlineData(-300, "")]
    [InlineData(-301, "webhook-timestamp is 301 s ahead, and at most 300 s are allowed")]
    public void AMessageFromAnotherTimeIsRefused(int seconds, string problem) =>
        Assert.Equal(problem, Verify(WebhookSignature.Sign([_key], Id, _now.AddSeconds(-seconds), _body)));

    [Theory]
    [InlineData(null, "1614265330", "v1,a", "the header webhook-id is missing")]
    [InlineData("", "1614265330", "v1,a", "the header webhook-id is missing")]
    [InlineData("a", null, "v1,a", "the header webhook-timestamp is missing")]
    [InlineData("a", "1614265330", null, "the header webhook-signature is missing")]
    [InlineData("a", " 1614265330", "v1,a", "webhook-timestamp is not a number of seconds")]
    [InlineData("a", "-1", "v1,a", "webhook-timestamp is not a number of seconds")]
    [InlineData("a", "1614265330.5", "v1,a", "webhook-timestamp is not a number of seconds")]
    [InlineData("a", "253402300800", "v1,a", "webhook-timestamp is not a number of seconds")]
    [InlineData("a", "99999999999999999999", "v1,a", "webhook-timestamp is not a number of seconds")]
    public void AHeaderThatIsMissingOrNoNumberIsNamed(string? id, string? timestamp, string? value, string problem) =>
        Assert.Equal(problem, Verify(new WebhookSignature(id, timestamp, value)));

    [Fact]
    public void NothingThatCanBeSentThrows()
    {
        Gen<string> now = Gen.Const(_now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        Gen<string> value = Gen.OneOf(Gen.String, Gen.String.Select(text => "v1," + text), Gen.Byte.Array[0, 80].Select(b => "v1," + Convert.ToBase64String(b)));
        Gen.Select(Gen.String, Gen.OneOf(now, Gen.String, Gen.Long.Select(n => $"{n}")), value, Gen.Byte.Array).Sample((id, timestamp, text, body) =>
            !new WebhookSignature(id, timestamp, text).TryVerify([_key, _other], body, _now, WebhookSignature.DefaultTolerance, out string problem)
            && problem.Length > 0);
    }

    private static string Verify(WebhookSignature signature, WebhookKey[]? keys = null)
    {
        bool isGood = signature.TryVerify(keys ?? [_key], _body, _now, WebhookSignature.DefaultTolerance, out string problem);
        Assert.Equal(isGood, problem.Length == 0);
        return problem;
    }

    private static HeaderDictionary HeadersOf(WebhookSignature signature) => new()
    {
        [WebhookSignature.IdHeader] = signature.Id,
        [WebhookSignature.TimestampHeader] = signature.Timestamp,
        [WebhookSignature.SignatureHeader] = signature.Value,
    };
}
