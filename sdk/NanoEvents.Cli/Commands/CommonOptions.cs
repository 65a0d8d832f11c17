using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace NanoEvents.Cli.Commands;

/// <summary>Options that several commands take, with one wording and one check each.</summary>
internal static class CommonOptions
{
    public static Option<string> Trace(string description) => new("--trace") { Description = description + " (CSV)", HelpName = "FILE" };

    public static Option<bool> Json() => new("--json") { Description = "One JSON object a line" };

    public static Option<double?> Speed(string otherwise) => new("--speed")
    {
        Description = $"How many times as fast as it happened, or max; {otherwise}",
        HelpName = "N|max",
        CustomParser = ParseSpeed,
    };

    public static Option<Uri> Broker()
    {
        Option<Uri> option = new("--broker") { Description = "Such as mqtt://192.168.1.5:1883; mqtts:// for TLS; may hold user:password@", HelpName = "URL", CustomParser = ParseBroker, Required = true };
        return option;
    }

    public static Option<string> Device(string description)
    {
        Option<string> option = new("--device") { Description = description, HelpName = "ID" };
        option.Validators.Add(result =>
        {
            string id = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (id.Length is < 1 or > 32 || id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
            {
                result.AddError($"--device must be 1 to 32 characters out of A-Z a-z 0-9 _ -, not '{id}'.");
            }
        });
        return option;
    }

    public static Option<int> Port(int otherwise, string description)
    {
        Option<int> option = new("--port") { Description = description, HelpName = "N", DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out int port) || port is < 1 or > 65535))
            {
                result.AddError($"--port must be a whole number from 1 to 65535, not '{result.Tokens[0].Value}'.");
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
        string text = result.Tokens[0].Value;
        string withScheme = text.Contains("://", StringComparison.Ordinal) ? text : "mqtt://" + text;
        if (Uri.TryCreate(withScheme, UriKind.Absolute, out Uri? broker) && broker.Scheme is "mqtt" or "mqtts" && broker.Host.Length > 0)
        {
            return broker;
        }

        result.AddError($"--broker must be such as mqtt://192.168.1.5:1883 or mqtts://broker.example, not '{WithoutPassword(text)}'.");
        return null;
    }

    private static string WithoutPassword(string url) => url[(url.LastIndexOf('@') + 1)..];
}
