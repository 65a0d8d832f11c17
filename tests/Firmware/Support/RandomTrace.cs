using System.Globalization;
using System.Text;

namespace NanoEvents.Firmware.Tests.Support;

/// <summary>A trace as text, the same for the same seed: values that wander, with more digits than are kept, and pins that change now and then.</summary>
internal static class RandomTrace
{
    public static string Csv(int seed, int rows, int thermometers, int pins)
    {
        Random random = new(seed);
        StringBuilder csv = new("timestamp");
        int columns = thermometers + pins;
        bool[] isPin = [.. Enumerable.Range(0, columns).Select(i => i >= thermometers)];
        random.Shuffle(isPin);
        csv.AppendJoin(string.Empty, isPin.Select((pin, i) => pin ? $",P{i}_PIR" : $",T{i}_Temp")).Append('\n');
        double[] values = [.. isPin.Select(_ => random.NextDouble() * 40)];
        DateTime time = new(2024, 2, 28, 23, 0, 0, DateTimeKind.Utc);
        for (int row = 0; row < rows; row++)
        {
            time = time.AddMilliseconds(random.Next(3) == 0 ? 0 : random.Next(20_000));
            csv.Append(time.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture));
            for (int i = 0; i < columns; i++)
            {
                values[i] = isPin[i] ? (random.Next(4) == 0 ? 1 - Math.Round(values[i] % 1) : values[i]) : Math.Clamp(values[i] + ((random.NextDouble() - 0.5) * 0.3), -40, 85);
                csv.Append(CultureInfo.InvariantCulture, $",{(isPin[i] ? (values[i] >= 0.5 ? "1" : "0") : values[i].ToString("0.000", CultureInfo.InvariantCulture))}");
            }

            csv.Append('\n');
        }

        return csv.ToString();
    }
}
