namespace NanoEvents.Firmware.Checks.Allocations;

/// <summary>The compiled firmware takes its memory while it starts, and none after that.</summary>
public sealed class FirmwareAllocationTests
{
    private readonly AllocationCheck _check = new(Built.Read(Built.Firmware), FirmwareRules.Namespaces, FirmwareRules.Interfaces);

    [Fact]
    public void OnlyConstructorsAllocateFromEdgeToRingAndFromRingToBatch()
    {
        string[] complaints = _check.Complaints(FirmwareRules.Allowed);

        Assert.True(complaints.Length == 0, string.Join('\n', complaints));
    }

    [Fact]
    public void TheCheckSeesTheFirmware()
    {
        Assert.Contains(_check.Methods, m => m.DeclaringType.FullName == "NanoEvents.Protocol.BatchWriter" && m.Name == "PutEvent");
        Assert.Contains(_check.Methods, m => m.DeclaringType.FullName == "NanoEvents.Firmware.EventRing" && m.Name == "Write");
    }
}
