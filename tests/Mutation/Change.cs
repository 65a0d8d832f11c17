namespace NanoEvents.Mutation;

/// <summary>What can be changed about an instruction.</summary>
internal enum Change
{
    TurnCondition,
    MoveBoundary,
    SwapSum,
    SwapProduct,
    SwapLogic,
    NextNumber,
    DropCall,
    TurnResult,
}
