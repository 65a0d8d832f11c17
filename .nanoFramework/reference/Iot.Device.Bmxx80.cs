namespace Iot.Device.Bmxx80
{
    using System;
    using System.Device.I2c;
    using Iot.Device.Bmxx80.FilteringMode;
    using Iot.Device.Bmxx80.PowerMode;
    using UnitsNet;

    public enum Sampling : byte
    {
        Skipped = 0,
        UltraLowPower = 1,
        LowPower = 2,
        Standard = 3,
        HighResolution = 4,
        UltraHighResolution = 5,
    }

    public enum StandbyTime : byte
    {
        Ms0_5 = 0,
        Ms62_5 = 1,
        Ms125 = 2,
        Ms250 = 3,
        Ms500 = 4,
        Ms1000 = 5,
        Ms10 = 6,
        Ms20 = 7,
    }

    public abstract class Bmxx80Base : IDisposable
    {
        protected Bmxx80Base(byte deviceId, I2cDevice i2cDevice) { }
        public Sampling PressureSampling { get => throw null; set => throw null; }
        public Sampling TemperatureSampling { get => throw null; set => throw null; }
        public void Reset() => throw null;
        public abstract bool TryReadTemperature(out Temperature temperature);
        public abstract bool TryReadPressure(out Pressure pressure);
        public void Dispose() => throw null;
    }

    public abstract class Bmx280Base : Bmxx80Base
    {
        public const byte DefaultI2cAddress = 119;
        public const byte SecondaryI2cAddress = 118;

        protected Bmx280Base(byte deviceId, I2cDevice i2cDevice)
            : base(deviceId, i2cDevice)
        {
        }

        public Bmx280FilteringMode FilterMode { get => throw null; set => throw null; }
        public StandbyTime StandbyTime { get => throw null; set => throw null; }
        public override bool TryReadTemperature(out Temperature temperature) => throw null;
        public override bool TryReadPressure(out Pressure pressure) => throw null;
        public Bmx280PowerMode ReadPowerMode() => throw null;
        public void SetPowerMode(Bmx280PowerMode powerMode) => throw null;
        public virtual int GetMeasurementDuration() => throw null;
    }

    public class Bmp280 : Bmx280Base
    {
        public Bmp280(I2cDevice i2cDevice)
            : base(0, i2cDevice)
        {
        }
    }

    public class Bme280 : Bmx280Base
    {
        public Bme280(I2cDevice i2cDevice)
            : base(0, i2cDevice)
        {
        }

        public Sampling HumiditySampling { get => throw null; set => throw null; }
        public bool TryReadHumidity(out RelativeHumidity humidity) => throw null;
        public override int GetMeasurementDuration() => throw null;
    }
}

namespace Iot.Device.Bmxx80.FilteringMode
{
    public enum Bmx280FilteringMode : byte
    {
        Off = 0,
        X2 = 1,
        X4 = 2,
        X8 = 3,
        X16 = 4,
    }
}

namespace Iot.Device.Bmxx80.PowerMode
{
    public enum Bmx280PowerMode : byte
    {
        Sleep = 0,
        Forced = 2,
        Normal = 3,
    }
}

namespace UnitsNet
{
    public struct Temperature
    {
        public double DegreesCelsius => throw null;
        public double MillidegreesCelsius => throw null;
    }

    public struct Pressure
    {
        public double Hectopascals => throw null;
    }

    public struct RelativeHumidity
    {
        public double Percent => throw null;
    }
}
