namespace NanoEvents;

/// <summary>The topics of lasting warnings.</summary>
internal enum Concern
{
    Certificate,
    Quality,
    Retained,
    SessionExpiry,
    ClientId,
}
