using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace NanoEvents.Hosting;

/// <summary>Reads the options from a section of the configuration without reflection, and finds misspelt keys.</summary>
internal sealed class ConfigurationOptions(IConfiguration section) : IConfigureOptions<EventClientOptions>, IValidateOptions<EventClientOptions>
{
    private static readonly Dictionary<string, Func<EventClientOptions, string, bool>> _settings = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(EventClientOptions.Broker)] = (o, text) => Set(o.Broker = text),
        [nameof(EventClientOptions.UserName)] = (o, text) => Set(o.UserName = text),
        [nameof(EventClientOptions.Password)] = (o, text) => Set(o.Password = text),
        [nameof(EventClientOptions.CaFile)] = (o, text) => Set(o.CaFile = text),
        [nameof(EventClientOptions.CertificateFile)] = (o, text) => Set(o.CertificateFile = text),
        [nameof(EventClientOptions.KeyFile)] = (o, text) => Set(o.KeyFile = text),
        [nameof(EventClientOptions.KeyPassword)] = (o, text) => Set(o.KeyPassword = text),
        [nameof(EventClientOptions.Session)] = (o, text) => Set(o.Session = text),
        [nameof(EventClientOptions.ClientId)] = (o, text) => Set(o.ClientId = text),
        [nameof(EventClientOptions.TopicPrefix)] = (o, text) => Set(o.TopicPrefix = text),
        [nameof(EventClientOptions.KeepAlive)] = (o, text) => Time(text, t => o.KeepAlive = t),
        [nameof(EventClientOptions.SessionExpiry)] = (o, text) => Time(text, t => o.SessionExpiry = t),
        [nameof(EventClientOptions.GapPatience)] = (o, text) => Time(text, t => o.GapPatience = t),
        [nameof(EventClientOptions.ReconnectDelay)] = (o, text) => Time(text, t => o.ReconnectDelay = t),
        [nameof(EventClientOptions.ReceiveMaximum)] = (o, text) => Number(text, n => o.ReceiveMaximum = n),
        [nameof(EventClientOptions.MaxDevices)] = (o, text) => Number(text, n => o.MaxDevices = n),
        [nameof(EventClientOptions.MaxGauges)] = (o, text) => Number(text, n => o.MaxGauges = n),
    };

    public void Configure(EventClientOptions options)
    {
        // Validate reports the mistakes.
        foreach (IConfigurationSection setting in section.GetChildren())
        {
            _ = FindProblem(setting, options);
        }
    }

    public ValidateOptionsResult Validate(string? name, EventClientOptions options)
    {
        var scratch = new EventClientOptions();
        List<string> problems = [.. section.GetChildren().Select(s => FindProblem(s, scratch)).OfType<string>()];
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string? FindProblem(IConfigurationSection setting, EventClientOptions options) =>
        !_settings.TryGetValue(setting.Key, out Func<EventClientOptions, string, bool>? set)
            ? $"{NameOf(setting)} is not a setting. There are: {string.Join(", ", _settings.Keys)}."
            : setting.Value is null || set(options, setting.Value) ? null
            : $"{setting.Path} cannot be what it is. A time is such as 00:00:05, a number such as 32.";

    // A value in the wrong place may be a password. So messages repeat neither values, nor keys that look like an address.
    private static string NameOf(IConfigurationSection setting) =>
        setting.Path.Contains('@') || setting.Path.Contains('/') ? "an address in the place of a key" : setting.Path;

    private static bool Set(string? _) => true;

    private static bool Time(string text, Action<TimeSpan> set)
    {
        bool isTime = TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time);
        set(time);
        return isTime;
    }

    private static bool Number(string text, Action<int> set)
    {
        bool isNumber = int.TryParse(text, CultureInfo.InvariantCulture, out int number);
        set(number);
        return isNumber;
    }
}
