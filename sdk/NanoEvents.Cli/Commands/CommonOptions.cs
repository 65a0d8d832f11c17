using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NanoEvents.Cli.Targets;

namespace NanoEvents.Cli.Commands;

/// <summary>Options that several commands take, with one wording and one check each.</summary>
internal static class CommonOptions
{
    public static Option<string> Trace(string description)
    {
        Option<string> option = new("--trace") { Description = description, HelpName = "FILE" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
            {
                result.AddError("--trace must be the path of a CSV file, not ''.");
            }
        });
        return option;
    }

    public static Option<string> Faults(string verbs)
    {
        Option<string> option = new("--faults") { Description = $"Play this fault script (docs/faults.md) meanwhile: {verbs}", HelpName = "FILE" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
            {
                result.AddError("--faults must be the path of a fault script, not ''.");
            }
        });
        return option;
    }

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object a line" };

    public static Option<bool> Csv() => new("--csv") { Description = "Print lines of CSV, for spreadsheets" };

    /// <summary>Refuses more than one of these options.</summary>
    public static void OnlyOne(Command command, params Option<bool>[] options) => command.Validators.Add(result =>
    {
        string[] given = [.. options.Where(option => result.GetValue(option)).Select(option => option.Name)];
        if (given.Length > 1)
        {
            result.AddError($"{given[0]} and {given[1]} exclude each other: give one.");
        }
    });

    public static Option<double?> Speed(string otherwise) => new("--speed")
    {
        Description = $"How many times faster than real time, 0.01 to 100000, or max ({otherwise})",
        HelpName = "N|max",
        CustomParser = ParseSpeed,
    };

    /// <param name="mayBeTarget">Whether the address of a bridge's target is taken, too.</param>
    public static Option<Uri> Broker(bool mayBeTarget = false) => new("--broker")
    {
        Description = "The broker, such as mqtt://192.168.1.5:1883; mqtts:// for TLS; user:password@ before the host if the broker asks for them"
            + (mayBeTarget ? "; or what a bridge has written, such as redis://127.0.0.1/events" : ""),
        HelpName = "URL",
        CustomParser = result => mayBeTarget && KnownTargets.CanBeRead(result.Tokens[0].Value) ? null : ParseBroker(result),
        Required = true,
    };

    public static Option<string> Device(string description, bool mayHavePrefix = false)
    {
        Option<string> option = new("--device") { Description = description, HelpName = "ID" };
        option.Validators.Add(result =>
        {
            string id = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (mayHavePrefix ? !DeviceName.IsValidUnderPrefix(id) : !DeviceName.IsValid(id))
            {
                result.AddError($"--device must be 1 to 32 characters out of A-Z a-z 0-9 _ -, not '{id}'.");
            }
        });
        return option;
    }

    public static Option<int?> Port(string description)
    {
        Option<int?> option = new("--port") { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out int port) || port is < 1 or > 65535))
            {
                result.AddError($"--port must be a whole number from 1 to 65535, not '{result.Tokens[0].Value}'.");
            }
        });
        return option;
    }

    public static Option<int> Baud()
    {
        Option<int> option = new("--baud") { Description = "The console's speed in baud", HelpName = "N", DefaultValueFactory = _ => 115200 };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out int baud) || baud is < 1200 or > 921600))
            {
                result.AddError($"--baud must be a whole number from 1200 to 921600, not '{result.Tokens[0].Value}'.");
            }
        });
        return option;
    }

    private static double? ParseSpeed(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text == "max")
        {
            return double.PositiveInfinity;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double speed) && speed is >= 0.01 and <= 100000)
        {
            return speed;
        }

        result.AddError($"--speed must be a number from 0.01 to 100000, or max, not '{text}'.");
        return null;
    }

    private static Uri? ParseBroker(ArgumentResult result)
    {
        if (!BrokerUrl.TryParse(result.Tokens[0].Value, out Uri? broker, out string why))
        {
            result.AddError($"--broker {why}: give one such as mqtt://192.168.1.5:1883 or mqtts://broker.example.");
            return null;
        }

        return broker;
    }
}
