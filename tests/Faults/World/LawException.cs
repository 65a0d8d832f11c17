namespace NanoEvents.Faults.Tests;

/// <summary>The law was broken, and how.</summary>
internal sealed class LawException(string message) : Exception(message);
