namespace NanoEvents;

/// <summary>Why events are lost.</summary>
public enum LossCause
{
    /// <summary>The device's ring was full and dropped its oldest.</summary>
    Overflow,

    /// <summary>A broker took them and they were never seen here.</summary>
    Transit,

    /// <summary>The device started anew; what it still held is gone, and nobody can know how much.</summary>
    Restart,
}
