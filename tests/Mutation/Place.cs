namespace NanoEvents.Mutation;

/// <summary>One place that can be changed, and how.</summary>
/// <param name="Method">The metadata token of its method.</param>
/// <param name="Instruction">Which instruction of it.</param>
/// <param name="Change">How it is changed.</param>
/// <param name="Where">The file, from the root of the repository, and the line.</param>
/// <param name="What">The change as a person would say it.</param>
internal sealed record Place(int Method, int Instruction, Change Change, string Where, string What)
{
    public override string ToString() => $"{Where}: {What}";
}
