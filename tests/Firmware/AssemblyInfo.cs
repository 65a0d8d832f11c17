using Xunit.Sdk;
using Xunit.v3;

// Some tests measure memory, and the exhaustive ones use every core by themselves.
[assembly: Parallelization(Mode = ParallelMode.None)]
