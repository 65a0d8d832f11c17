using System.Globalization;

namespace NanoEvents.Firmware.Checks.Allocations;

/// <summary>What calls into nanoFramework's libraries cost on the board's managed heap, as measured on the interpreter.</summary>
internal static class LibraryCosts
{
    /// <summary>Measured: no object.</summary>
    public static readonly HashSet<string> Free =
    [
        "System.Array::Clear",
        "System.Array::Copy",
        "System.BitConverter::ToInt32",
        "System.Collections.ArrayList::get_Item",
        "System.DateTime::get_Ticks",
        "System.DateTime::get_UtcNow",
        "System.DateTime::op_Subtraction",
        "System.Device.Gpio.GpioPin::Toggle",
        "System.Environment::get_TickCount64",
        "System.String::get_Chars",
        "System.String::get_Length",
        "System.Threading.AutoResetEvent::Set",
        "System.Threading.Interlocked::CompareExchange",
        "System.Threading.Interlocked::Decrement",
        "System.Threading.Interlocked::Exchange",
        "System.Threading.Interlocked::Increment",
        "System.Threading.Monitor::Enter",
        "System.Threading.Monitor::Exit",
        "System.Threading.Thread::get_CurrentThread",
        "System.Threading.Thread::Sleep",
        "System.Threading.WaitHandle::WaitOne",
        "System.TimeSpan::.ctor",
        "System.TimeSpan::get_Ticks",
        "System.TimeSpan::op_Addition",
        "System.TimeSpan::op_Subtraction",
    ];

    /// <summary>Measured: objects for each call.</summary>
    public static readonly Dictionary<string, string> Objects = new()
    {
        ["System.BitConverter::GetBytes"] = "1 object",
        ["System.Device.Gpio.GpioPin::Read"] = "1 object",
        ["System.Device.Gpio.GpioPin::Write"] = "2 objects",
        ["System.Device.Gpio.PinValue::op_Explicit"] = "1 object",
        ["System.Device.I2c.I2cDevice::WriteRead"] = "7 objects",
        ["nanoFramework.M2Mqtt.MqttClient::Publish"] = "18 objects",
        ["System.Enum::HasFlag"] = "2 objects",
        ["System.Collections.ArrayList::GetEnumerator"] = "1 object",
        ["System.SpanByte::op_Implicit"] = "1 object",
        ["System.SpanByte::Slice"] = "1 object",
        ["System.String::Concat"] = "2 or more objects",
        ["System.String::Format"] = "several objects",
        ["System.Int32::ToString"] = "3 objects",
    };

    /// <summary>How many objects a call makes, at least; 0 if that is not known.</summary>
    public static int ObjectsOf(string call) =>
        Objects.TryGetValue(call, out string? cost) && int.TryParse(cost.Split(' ')[0], CultureInfo.InvariantCulture, out int objects) ? objects : 0;
}
