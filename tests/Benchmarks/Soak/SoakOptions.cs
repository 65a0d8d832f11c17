using System.Globalization;

namespace NanoEvents.Benchmarks.Soak;

/// <summary>How long a soak lasts and how many events a second are raised.</summary>
internal readonly record struct SoakOptions(double Minutes, int Rate)
{
    public const string Usage = "soak [--minutes N] [--rate N]: minutes 0.1 to 10000 (10), events a second 1 to 100000 (1000)";

    public static bool TryParse(string[] args, out SoakOptions options)
    {
        options = new SoakOptions(10, 1000);
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : "";
            if (args[i] == "--minutes" && double.TryParse(value, CultureInfo.InvariantCulture, out double minutes) && minutes is >= 0.1 and <= 10000)
            {
                options = options with { Minutes = minutes };
            }
            else if (args[i] == "--rate" && int.TryParse(value, CultureInfo.InvariantCulture, out int rate) && rate is >= 1 and <= 100_000)
            {
                options = options with { Rate = rate };
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
