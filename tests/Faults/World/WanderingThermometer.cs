using NanoEvents.Firmware;

namespace NanoEvents.Faults.Tests;

/// <summary>A thermometer that wanders, and can be unplugged.</summary>
internal sealed class WanderingThermometer(Random random) : IMeter
{
    private int _centiCelsius = 2000;

    public bool IsUnplugged { get; set; }

    public bool IsSteady { get; set; }

    public bool TryMeasure(EventKind kind, out int centiCelsius)
    {
        _centiCelsius += IsSteady ? 0 : random.Next(random.Next(20) == 0 ? -400 : -20, 21);
        _centiCelsius = Math.Clamp(_centiCelsius, -500, 4500);
        centiCelsius = _centiCelsius;
        return !IsUnplugged;
    }
}
