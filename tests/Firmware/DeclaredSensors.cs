using System.Runtime.CompilerServices;

namespace NanoEvents.Firmware.Tests;

internal static class DeclaredSensors
{
    // Before any test asks for the table of settings, as a program does.
    [ModuleInitializer]
    internal static void Declare() => NanoEvents.Samples.Sensors.Declare();
}
