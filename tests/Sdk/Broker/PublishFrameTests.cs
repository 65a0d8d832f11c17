using System.Buffers;
using System.Text;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Xunit;

namespace NanoEvents.Tests;

public sealed class PublishFrameTests
{
    public static TheoryData<MqttProtocolVersion> Versions => [MqttProtocolVersion.V311, MqttProtocolVersion.V500];

    [Theory]
    [MemberData(nameof(Versions))]
    public void AMessageIsReadAsTheMqttClientHasWrittenIt(MqttProtocolVersion version)
    {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++)
        {
            MqttPublishPacket packet = Packets.Draw(version, random, i % 50 == 0 ? 60_000 : 1_200);
            byte[] bytes = Packets.Bytes(version, packet);
            byte[] andMore = [.. bytes, .. Enumerable.Repeat((byte)0x30, random.Next(3))];

            Assert.Equal(FrameReading.Message, PublishFrame.Read(andMore, HasProperties(version), out PublishFrame frame));

            Assert.Equal(bytes.Length, frame.Length);
            Assert.Equal(packet.Topic, Encoding.UTF8.GetString(frame.TopicUtf8));
            Assert.Equal((packet.PacketIdentifier, packet.Retain), (frame.Identifier, frame.IsRetained));
            Assert.True(frame.Payload.SequenceEqual(packet.Payload.ToArray()));
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void AMessageOfWhichAPartHasComeIsPartial(MqttProtocolVersion version)
    {
        var random = new Random(2);
        for (int i = 0; i < 60; i++)
        {
            byte[] bytes = Packets.Bytes(version, Packets.Draw(version, random));
            for (int length = 0; length < bytes.Length; length++)
            {
                Assert.Equal(FrameReading.Partial, PublishFrame.Read(bytes.AsSpan(0, length), HasProperties(version), out _));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void OtherPacketsAreForTheMqttClient(MqttProtocolVersion version)
    {
        MqttPacket[] others =
        [
            MqttPingRespPacket.Instance,
            new MqttConnAckPacket(),
            new MqttSubAckPacket { PacketIdentifier = 1, ReasonCodes = [MqttSubscribeReasonCode.GrantedQoS1] },
            new MqttPubRelPacket { PacketIdentifier = 1 },
            new MqttPublishPacket { Topic = "t", QualityOfServiceLevel = MqttQualityOfServiceLevel.ExactlyOnce, PacketIdentifier = 1 },
        ];

        Assert.All(others, other => Assert.Equal(FrameReading.Other, PublishFrame.Read(Packets.Bytes(version, other), HasProperties(version), out _)));
    }

    [Theory]
    [InlineData("36 05 0001 74 0001 ", false)] // QoS 3
    [InlineData("30 03 0000 41", false)] // an empty topic
    [InlineData("30 06 0000 03 23 0001", true)] // a topic alias
    [InlineData("32 05 0001 74 0000", false)] // identifier 0
    [InlineData("30 FF FF FF FF 01", false)] // a length of more than four bytes
    [InlineData("30 00", false)] // nothing
    [InlineData("30 01 00", false)] // half of a topic's length
    [InlineData("30 03 0002 74", false)] // a topic that is longer than the packet
    [InlineData("32 04 0001 74 00", false)] // half of an identifier
    [InlineData("30 03 0001 74", true)] // no properties, not even their length
    [InlineData("30 05 0001 74 02 01", true)] // properties that are longer than the packet
    [InlineData("30 08 0001 74 FF FF FF FF 01", true)] // a length of properties of more than four bytes
    [InlineData("30 05 0001 74 FF FF", true)] // half of a length of properties
    public void WhatIsNotAsTheStandardSaysIsForTheMqttClient(string hex, bool hasProperties) =>
        Assert.Equal(FrameReading.Other, PublishFrame.Read(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), hasProperties, out _));

    [Theory]
    [MemberData(nameof(Versions))]
    public void NoBytesThrowOrReachBeyondTheBuffer(MqttProtocolVersion version)
    {
        var random = new Random(3);
        byte[][] seeds = [.. Enumerable.Range(0, 40).Select(_ => Packets.Bytes(version, Packets.Draw(version, random, 500)))];
        var fuzzer = new Fuzzer([.. seeds.Where(seed => seed.Length < 1_000)], 4);
        int messages = 0;
        for (int i = 0; i < 100_000; i++)
        {
            byte[] bytes = fuzzer.Next().ToArray();
            if (bytes.Length > 0 && random.Next(2) == 0)
            {
                bytes[0] = (byte)(0x30 | random.Next(4));
            }

            if (PublishFrame.Read(bytes, HasProperties(version), out PublishFrame frame) == FrameReading.Message)
            {
                messages++;
                Assert.InRange(frame.Length, frame.TopicUtf8.Length + frame.Payload.Length + 4, bytes.Length);
                Assert.NotEqual(0, frame.TopicUtf8.Length);
                IsTheSame(version, bytes.AsSpan(0, frame.Length), frame);
            }
        }

        Assert.True(messages > 1_000);
    }

    [Fact]
    public void AHugeMessageThatTheClientHasReadIsNotCopied()
    {
        var packet = new MqttPublishPacket { Topic = "t", PayloadSegment = new byte[10_000_000] };
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(10_000_000, PublishFrame.Of(packet).Payload.Length);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    // Where the MQTT client reads the packet at all: it also looks into the properties.
    private static void IsTheSame(MqttProtocolVersion version, ReadOnlySpan<byte> bytes, PublishFrame frame)
    {
        MqttPublishPacket packet;
        try
        {
            packet = (MqttPublishPacket)Packets.Read(version, bytes);
        }
        catch (Exception)
        {
            return;
        }

        Assert.Equal(packet.Topic, Encoding.UTF8.GetString(frame.TopicUtf8));
        Assert.Equal((packet.PacketIdentifier, packet.Retain), (frame.Identifier, frame.IsRetained));

        // The client goes on where a property reaches beyond the end of the properties.
        Assert.True(frame.Payload.EndsWith(packet.Payload.ToArray()));
    }

    private static bool HasProperties(MqttProtocolVersion version) => version == MqttProtocolVersion.V500;
}
