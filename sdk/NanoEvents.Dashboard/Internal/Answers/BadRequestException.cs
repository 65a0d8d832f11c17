namespace NanoEvents.Dashboard;

/// <summary>A page has asked for something that does not exist; the message says what to do.</summary>
internal sealed class BadRequestException(string message) : Exception(message);
