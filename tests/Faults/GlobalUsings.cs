global using NanoEvents.Simulator.Faults;
global using Xunit;
