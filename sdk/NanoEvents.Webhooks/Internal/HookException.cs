namespace NanoEvents.Webhooks;

/// <summary>The receiver takes nothing now, and trying at once again would not help. The message is one line for people.</summary>
internal sealed class HookException(string message) : Exception(message);
