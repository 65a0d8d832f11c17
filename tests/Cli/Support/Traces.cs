using System.Globalization;
using System.Text;

namespace NanoEvents.Cli.Tests.Support;

/// <summary>Traces for tests, as files that are deleted afterwards.</summary>
internal sealed class Traces : IDisposable
{
    public const string Small = """
        timestamp,hall_Temp,humidity,hall_PIR,attic_Temp
        2024-02-29T23:59:59.999,20,55,0,-10.005
        2024-03-01T00:00:00.019Z,20.094,55,1,-10.105
        2024-03-01T02:00:10+02:00,20.095,56,1,-10.11
        2024-03-01T00:00:10,20.10,x,0,-10.21
        2024-03-01T00:00:10,20.19,,1,-9.995

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("nanoevents-").FullName;

    public string Folder => _folder;

    public string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public static string Random(int seed, int rows)
    {
        Random random = new(seed);
        StringBuilder csv = new("timestamp,A_PIR,A_Temp,B_Temp,B_PIR\n");
        DateTime time = new(2023, 12, 31, 23, 0, 0, DateTimeKind.Utc);
        double[] celsius = [-3, 80];
        for (int row = 0; row < rows; row++)
        {
            time = time.AddMilliseconds(random.Next(3) == 0 ? 0 : random.Next(60_000));
            for (int i = 0; i < celsius.Length; i++)
            {
                celsius[i] = Math.Clamp(celsius[i] + ((random.NextDouble() - 0.5) * 0.4), -40, 85);
            }

            csv.Append(CultureInfo.InvariantCulture, $"{time:yyyy-MM-ddTHH:mm:ss.fff},{random.Next(2)},{celsius[0]:0.000},{celsius[1]:0.0000},{random.Next(9) / 8}\n");
        }

        return csv.ToString();
    }

    public void Dispose() => Directory.Delete(_folder, true);
}
