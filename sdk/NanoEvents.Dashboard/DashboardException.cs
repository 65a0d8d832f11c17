namespace NanoEvents.Dashboard;

/// <summary>The page cannot be served: the address is in use, or is not of this machine.</summary>
/// <param name="message">What is wrong and what to do, as one line for people.</param>
/// <param name="inner">The cause; null if there is none.</param>
public sealed class DashboardException(string message, Exception? inner = null) : Exception(message, inner);
