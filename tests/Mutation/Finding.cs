namespace NanoEvents.Mutation;

/// <summary>What came of the tests under a change.</summary>
internal enum Finding
{
    /// <summary>Every test passed.</summary>
    Nothing,

    /// <summary>A test failed.</summary>
    Failure,

    /// <summary>The tests did not end in time.</summary>
    Endless,
}
