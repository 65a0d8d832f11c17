using System.Globalization;
using NanoEvents.Firmware;
using NanoEvents.Simulator;

namespace NanoEvents.Faults.Tests;

/// <summary>The device's settings in flash: after each start they must be those that were saved last, or those that were being saved, whole.</summary>
internal sealed class WorldFlash
{
    private readonly TornSettings _store;
    private readonly Random _random;
    private SettingsKeeper? _keeper;
    private SettingTexts _saved = new();
    private SettingTexts? _beingSaved;

    /// <summary>The keeper of the boot that runs.</summary>
    public SettingsKeeper Keeper => _keeper!;

    public WorldFlash(Random random)
    {
        _random = random;
        _store = new TornSettings(new FileSettings(null), random);
    }

    /// <summary>The device starts with what it finds; what the script did not draw comes from here.</summary>
    public void PowerOn(Settings settings)
    {
        _keeper = new SettingsKeeper(_store);
        SettingTexts found = _keeper.Running;
        bool isOld = found.CountChanges(_saved) == 0;
        bool isNew = _beingSaved != null && found.CountChanges(_beingSaved) == 0;
        if (!isOld && !isNew)
        {
            throw new LawException("after a restart the settings are neither those from before nor those that were being saved");
        }

        (_saved, _beingSaved) = (found, null);
        settings.LingerMs = found.IsSet(Linger) ? int.Parse(found.Text(Linger), CultureInfo.InvariantCulture) * 1000 : settings.LingerMs;

        // Somebody saves settings now and then.
        if (_random.Next(3) == 0)
        {
            _saved = Changed();
            Require(_keeper.TrySave(_saved), "settings could not be saved");
        }
    }

    public void CutDuringSave(bool isOn)
    {
        if (isOn)
        {
            _beingSaved = Changed();
            _store.Cut(_keeper!, _beingSaved);
        }
    }

    private static int Linger => SettingsTable.IndexOf(SettingsTable.PublishLinger.Name);

    private SettingTexts Changed()
    {
        SettingTexts values = _saved.Copy();
        values.Set(Linger, _random.Next(10).ToString(CultureInfo.InvariantCulture));
        values.Set(SettingsTable.IndexOf(SettingsTable.MotionNames.Name), new string('n', _random.Next(20)));
        return values;
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new LawException(otherwise);
        }
    }
}
