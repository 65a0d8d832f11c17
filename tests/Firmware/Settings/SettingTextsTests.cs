namespace NanoEvents.Firmware.Tests.Configuration;

public sealed class SettingTextsTests
{
    [Fact]
    public void EachSettingIsSetForItself()
    {
        for (int set = 0; set < SettingsTable.All.Length; set++)
        {
            Setting setting = SettingsTable.All[set];
            SettingTexts plain = new();
            SettingTexts values = new();
            values.Set(set, "x");

            SettingTexts copy = values.Copy();

            Assert.Equal([set], Enumerable.Range(0, SettingsTable.All.Length).Where(copy.IsSet));
            Assert.Equal(("x", setting.Default), (copy.Text(set), plain.Text(set)));
            Assert.False(values.IsSame(set, plain));
            Assert.Equal((0, 1, 1), (values.CountChanges(copy), values.CountChanges(plain), plain.CountChanges(values)));
            Assert.Equal(!setting.IsOnTrial, values.HasSameOnTrial(plain));
            Assert.Equal(setting.IsKeptByBoard, copy.TryDropKeptByBoard());
            Assert.Equal(!setting.IsKeptByBoard, copy.IsSet(set));
            Assert.False(copy.TryDropKeptByBoard());
        }
    }

    [Fact]
    public void WhatMayCutTheDeviceOffIsOnTrial()
    {
        string[] others = ["temperature.addresses", "i2c.sda", "i2c.scl", "ring.capacity", "store.size"];
        Assert.Equal(
            SettingsTable.All.Where(setting => setting.Name.Split('.')[0] is "wifi" or "broker" or "console" || setting.Kind == SettingKind.Pins || others.Contains(setting.Name)),
            SettingsTable.All.Where(setting => setting.IsOnTrial));
        Assert.Equal(["wifi.ssid", "wifi.password"], SettingsTable.All.Where(setting => setting.IsKeptByBoard).Select(setting => setting.Name));
    }

    [Fact]
    public void WhatWasChangedMeanwhileStaysAndEverythingElseFollows()
    {
        int last = SettingsTable.All.Length - 1;
        SettingTexts before = new();
        SettingTexts after = new();
        SettingTexts meanwhile = new();
        before.Set(1, "old");
        (string Before, string After)[] first = [("a", "b")];
        before.Set(0, first[0].Before);
        after.Set(0, first[0].After);
        meanwhile.Set(0, first[0].Before);
        after.Set(1, "new");
        meanwhile.Set(1, "mine");
        after.Set(last, "z");

        meanwhile.Follow(before, after);

        Assert.Equal(("b", "mine", "z"), (meanwhile.Text(0), meanwhile.Text(1), meanwhile.Text(last)));
    }

    [Fact]
    public void EveryLineOfAnUnknownNameIsForgottenAndNoOther()
    {
        SettingTexts values = new();
        foreach (string line in new[] { "a=1", "fan=1", "b=2", "fan=2", "c=3" })
        {
            Assert.True(values.TryKeepUnknown(line));
        }

        Assert.True(values.TryForgetUnknown("fan"));
        Assert.False(values.TryForgetUnknown("fan"));

        Assert.Equal("a=1\nb=2\nc=3", values.Text());
    }

    [Fact]
    public void SixteenUnknownLinesAreKept()
    {
        SettingTexts values = new();
        for (int i = 0; i < 16; i++)
        {
            Assert.True(values.TryKeepUnknown($"x{i}=1"));
        }

        Assert.False(values.TryKeepUnknown("x=1"));
        Assert.Equal((16, 16), (values.UnknownCount, values.Copy().UnknownCount));
        SettingTexts two = new();
        two.TryKeepUnknown("a=1");
        two.TryKeepUnknown("b=1");
        Assert.Equal((14, 14), (values.CountChanges(two), two.CountChanges(values)));
    }
}
