namespace nanoFramework.Runtime.Events
{
    using System;

    public enum EventCategory
    {
        Unknown = 0,
        Custom = 10,
        Gpio = 20,
        SerialDevice = 30,
        Network = 40,
        WiFi = 50,
    }

    public class BaseEvent
    {
        public ushort Source;
        public byte Message;
        public BaseEvent() { }
    }

    public interface IEventListener
    {
        void InitializeForEventSource();
        bool OnEvent(BaseEvent ev);
    }

    public interface IEventProcessor
    {
        BaseEvent ProcessEvent(uint data1, uint data2, DateTime time);
    }

    public delegate void NativeEventHandler(uint data1, uint data2, DateTime time);

    public class NativeEventDispatcher : IDisposable
    {
        public NativeEventDispatcher(string driverName, ulong driverData) { }
        public void Dispose() => throw null;
    }

    public class EventSink : NativeEventDispatcher
    {
        private EventSink()
            : base(null, 0)
        {
        }

        public static void AddEventListener(EventCategory eventCategory, IEventListener eventListener) => throw null;
        public static void AddEventFilter(EventCategory eventCategory, IEventListener eventFilter) => throw null;
        public static void AddEventProcessor(EventCategory eventCategory, IEventProcessor eventProcessor) => throw null;
    }
}
