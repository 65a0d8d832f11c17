namespace NanoEvents;

/// <summary>What a lasting warning is about.</summary>
internal enum Concern
{
    Certificate,
    Quality,
    Retained,
    SessionExpiry,
    ClientId,
}
