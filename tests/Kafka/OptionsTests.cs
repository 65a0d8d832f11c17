using Confluent.Kafka;

namespace NanoEvents.Kafka.Tests;

/// <summary>Addresses, logins, and what is refused.</summary>
public sealed class OptionsTests
{
    [Theory]
    [InlineData("kafka://box/events", "kafka://box:9092/events")]
    [InlineData("kafkas://box/events", "kafkas://box:9093/events")]
    [InlineData("kafka://a:1,b,[::1]:3/site1.events_x-y", "kafka://a:1,b:9092,[::1]:3/site1.events_x-y")]
    [InlineData("kafkas://me@box/events", "kafkas://box:9093/events")]
    public void AnAddressNamesBrokersAndATopic(string address, string shown)
    {
        var options = new KafkaSinkOptions { Address = address, Password = address.Contains('@') ? "secret" : null };

        Assert.Null(options.FindProblem());
        Assert.Equal($"KafkaSinkOptions {{ Address = {shown} }}", options.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("mqtt://box/events")]
    [InlineData("kafka://box")]
    [InlineData("kafka:///events")]
    [InlineData("kafka://a,,b/events")]
    [InlineData("kafka://box:port/events")]
    [InlineData("kafka://box/events/more")]
    [InlineData("kafka://box/..")]
    [InlineData("kafka://me:secret@box/events")]
    public void AnAddressThatIsNoneIsRefusedWithoutItsSecrets(string address)
    {
        string? problem = new KafkaSinkOptions { Address = address }.FindProblem();

        Assert.NotNull(problem);
        Assert.DoesNotContain("secret", problem);
        Assert.Throws<ArgumentException>(() => new KafkaEventSink(new KafkaSinkOptions { Address = address }));
    }

    [Theory]
    [InlineData(KafkaLogin.Plain, SaslMechanism.Plain)]
    [InlineData(KafkaLogin.ScramSha256, SaslMechanism.ScramSha256)]
    [InlineData(KafkaLogin.ScramSha512, SaslMechanism.ScramSha512)]
    public void UserAndPasswordBecomeALogin(KafkaLogin login, SaslMechanism mechanism)
    {
        ProducerConfig config = KafkaSettings.Producer(new KafkaSinkOptions { Address = "kafkas://me@box/events", Password = "secret", Login = login }, false);

        Assert.Equal(SecurityProtocol.SaslSsl, config.SecurityProtocol);
        Assert.Equal(mechanism, config.SaslMechanism);
        Assert.Equal(("me", "secret"), (config.SaslUsername, config.SaslPassword));
    }

    [Theory]
    [InlineData("kafkas://$ConnectionString@box.servicebus.windows.net:9093/events", CompressionType.None)]
    [InlineData("kafkas://$ConnectionString@box/events", CompressionType.Zstd)]
    public void EventHubsGetsItsConnectionStringAsItIsAndNothingCompressed(string address, CompressionType compression)
    {
        var options = new KafkaSinkOptions { Address = address, Password = "Endpoint=sb://box.servicebus.windows.net/;SharedAccessKeyName=name;SharedAccessKey=secret" };

        ProducerConfig config = KafkaSettings.Producer(options, false);

        Assert.Null(options.FindProblem());
        Assert.Equal((SecurityProtocol.SaslSsl, SaslMechanism.Plain, "$ConnectionString", options.Password), (config.SecurityProtocol, config.SaslMechanism, config.SaslUsername, config.SaslPassword));
        Assert.Equal((compression, compression), (config.CompressionType, KafkaSettings.Letters(options).CompressionType));
    }

    [Fact]
    public void AClientIdAndASecretGetAToken()
    {
        var options = new KafkaEventClientOptions
        {
            Address = "kafkas://box/events",
            UserName = "id",
            Password = "secret",
            Login = KafkaLogin.OAuthBearer,
            TokenEndpoint = "https://login.example/token",
            Scope = "kafka",
        };

        ConsumerConfig config = KafkaSettings.Consumer(options);

        Assert.Null(options.FindProblem());
        Assert.Equal(SaslMechanism.OAuthBearer, config.SaslMechanism);
        Assert.Equal(("id", "secret", "https://login.example/token", "kafka"),
            (config.SaslOauthbearerClientId, config.SaslOauthbearerClientSecret, config.SaslOauthbearerTokenEndpointUrl, config.SaslOauthbearerScope));
    }

    [Fact]
    public void OptionsThatDoNotFitAreRefused()
    {
        Assert.Contains("password needs a user", new KafkaSinkOptions { Password = "x" }.FindProblem());
        Assert.Contains("needs a password", new KafkaSinkOptions { UserName = "x" }.FindProblem());
        Assert.Contains("kafkas://", new KafkaSinkOptions { CaFile = "ca.pem" }.FindProblem());
        Assert.Contains("no file", new KafkaSinkOptions { Address = "kafkas://box/e", CaFile = "absent.pem" }.FindProblem());
        Assert.Contains("TokenEndpoint", new KafkaSinkOptions { UserName = "x", Password = "y", Login = KafkaLogin.OAuthBearer }.FindProblem());
        Assert.Contains("tail", new KafkaSinkOptions { TailRecords = 0 }.FindProblem());
        Assert.Contains("write timeout", new KafkaSinkOptions { WriteTimeout = TimeSpan.Zero }.FindProblem());
        Assert.Contains("group", new KafkaEventClientOptions { Group = "" }.FindProblem());
    }
}
