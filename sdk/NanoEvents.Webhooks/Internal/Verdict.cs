namespace NanoEvents.Webhooks;

/// <summary>What an answer means for a request.</summary>
internal enum Verdict
{
    /// <summary>The receiver has the events.</summary>
    Taken,

    /// <summary>The receiver refuses this body, and would refuse it again.</summary>
    Refused,

    /// <summary>It wants another token.</summary>
    Unauthorized,

    /// <summary>It may take the same request soon.</summary>
    Later,

    /// <summary>It takes nothing before somebody has changed something.</summary>
    Never,
}
