namespace NanoEvents.Firmware.Checks.Allocations;

/// <summary>A type, or a method of a type, that may allocate although it is no constructor, and why.</summary>
/// <param name="Where"><c>Namespace.Type</c> or <c>Namespace.Type.Method</c>.</param>
/// <param name="Reason">Why that is right.</param>
public sealed record Allowed(string Where, string Reason)
{
    public bool Covers(string method) => method == Where || method.StartsWith(Where + ".", StringComparison.Ordinal);
}
