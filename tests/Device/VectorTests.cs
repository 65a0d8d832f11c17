// Written from firmware/protocol/vectors by tests/Device/OnPc: see VectorSourceTests there. Do not change it here.
using NanoEvents.Protocol;
using nanoFramework.TestFramework;

namespace NanoEvents.Device.Tests
{
    /// <summary>Each of firmware/protocol/vectors that the firmware writes.</summary>
    [TestClass]
    public class VectorTests
    {
        /// <summary>A wall clock with the largest error.</summary>
        [TestMethod]
        public static void AnchorErrorMost()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.PutAnchor(173568960000, -1);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1156341201e8070026846928ffffffff0f41d59d", writer.Buffer, writer.Length);
        }

        /// <summary>A wall clock without error.</summary>
        [TestMethod]
        public static void AnchorExact()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.PutAnchor(173568960000, 0);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1156341201e80700268469280041747e", writer.Buffer, writer.Length);
        }

        /// <summary>A clock that has not been set: 1970. A reader must not date by it.</summary>
        [TestMethod]
        public static void AnchorLeast()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.PutAnchor(0, 0);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1156341201e8070000000000004189e8", writer.Buffer, writer.Length);
        }

        /// <summary>The highest wall clock: the year 2318.</summary>
        [TestMethod]
        public static void AnchorMost()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.PutAnchor(1099511627775, 100);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1156341201e807ffffffffff6441c600", writer.Buffer, writer.Length);
        }

        /// <summary>The lowest boot id.</summary>
        [TestMethod]
        public static void BootLeast()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x0, 1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1000000001e80741dcb2", writer.Buffer, writer.Length);
        }

        /// <summary>The highest boot id.</summary>
        [TestMethod]
        public static void BootMost()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0xffffff, 1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("10ffffff01e80741bd19", writer.Buffer, writer.Length);
        }

        /// <summary>Few edges and many.</summary>
        [TestMethod]
        public static void Chatter()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Chatter, 0, false, 5999), 1000, 61);
            writer.PutEvent(EventWord.Pack(EventKind.Chatter, 7, false, 0), 1000, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Chatter, 31, false, 4194303), 1000, 2147483647);
            writer.End();

            Bytes.AreEqual("1056341201e807c003033def2ef80703020000f81f0309ffffffff07ffffff0145a0", writer.Buffer, writer.Length);
        }

        /// <summary>No events, nothing but the head: the shortest batch that there is.</summary>
        [TestMethod]
        public static void Empty()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x0, 1, 0, false);
            writer.EndFields();
            writer.End();

            Bytes.AreEqual("100000000100a527", writer.Buffer, writer.Length);
        }

        /// <summary>One of each kind, with the wall clock.</summary>
        [TestMethod]
        public static void EveryKind()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 12, 1000, false);
            writer.PutAnchor(173568960000, 3);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 900, 2153);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 910, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Threshold, 0, true, 1), 920, EventWord.PackThreshold(3012, 3000));
            writer.PutEvent(EventWord.Pack(EventKind.Chatter, 0, false, 3000), 930, 75);
            writer.PutEvent(EventWord.Pack(EventKind.Fault, 1, true, 1), 940, 0);
            writer.End();

            Bytes.AreEqual("115634120ce8070026846928030464e910430ac30a0205882ff02e01c20a03034bb817cb0a040101ff1e", writer.Buffer, writer.Length);
        }

        /// <summary>Each reason, its begin and its end, and one that is not known yet.</summary>
        [TestMethod]
        public static void Fault()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Fault, 0, true, 1), 900, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Fault, 0, false, 1), 910, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Fault, 31, true, 2), 920, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Fault, 31, false, 2), 930, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Fault, 7, true, 255), 940, 0);
            writer.End();

            Bytes.AreEqual("1056341201e807c564040101c20a040101fb1f0a040102fa1f0a040102fb070a0401ff425e", writer.Buffer, writer.Length);
        }

        /// <summary>A start with cause 3.</summary>
        [TestMethod]
        public static void FieldBootPin()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.BeginField(BatchFormat.FieldBoot, false);
            writer.PutByte(3);
            Bytes.PutText(writer, "");
            writer.EndField(false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1256341201e8070101030041e419", writer.Buffer, writer.Length);
        }

        /// <summary>A start with cause 1.</summary>
        [TestMethod]
        public static void FieldBootRequested()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.BeginField(BatchFormat.FieldBoot, false);
            writer.PutByte(1);
            Bytes.PutText(writer, "");
            writer.EndField(false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1256341201e80701010100418477", writer.Buffer, writer.Length);
        }

        /// <summary>A start with cause 2.</summary>
        [TestMethod]
        public static void FieldBootTimer()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.BeginField(BatchFormat.FieldBoot, false);
            writer.PutByte(2);
            Bytes.PutText(writer, "1.2.3-\u03b2");
            writer.EndField(false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1256341201e807010902312e322e332dceb20041f458", writer.Buffer, writer.Length);
        }

        /// <summary>A start with cause 200.</summary>
        [TestMethod]
        public static void FieldBootUnheardOf()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.BeginField(BatchFormat.FieldBoot, false);
            writer.PutByte(200);
            Bytes.PutText(writer, "");
            writer.EndField(false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1256341201e8070101c80041e2cf", writer.Buffer, writer.Length);
        }

        /// <summary>A start with cause 4.</summary>
        [TestMethod]
        public static void FieldBootWatchdog()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.BeginField(BatchFormat.FieldBoot, false);
            writer.PutByte(4);
            Bytes.PutText(writer, "");
            writer.EndField(false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1256341201e8070101040041749c", writer.Buffer, writer.Length);
        }

        /// <summary>The news of the start, with nothing else to say.</summary>
        [TestMethod]
        public static void FieldBoot()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.BeginField(BatchFormat.FieldBoot, false);
            writer.PutByte(0);
            Bytes.PutText(writer, "0.1.0");
            writer.EndField(false);
            writer.EndFields();
            writer.End();

            Bytes.AreEqual("1256341201e807010600302e312e30001d1a", writer.Buffer, writer.Length);
        }

        /// <summary>The counter of edges without an interrupt, and one that nobody knows yet.</summary>
        [TestMethod]
        public static void FieldCountersMissedEdges()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.BeginField(BatchFormat.FieldCounters, false);
            writer.PutVarint(10);
            writer.PutVarint(5);
            writer.PutVarint(11);
            writer.PutVarint(6);
            writer.EndField(false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1256341201e80702040a050b0600419137", writer.Buffer, writer.Length);
        }

        /// <summary>Every counter, from 0 to the highest value.</summary>
        [TestMethod]
        public static void FieldCounters()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.BeginField(BatchFormat.FieldCounters, true);
            writer.PutVarint(1);
            writer.PutVarint(4294967295);
            writer.PutVarint(2);
            writer.PutVarint(0);
            writer.PutVarint(3);
            writer.PutVarint(127);
            writer.PutVarint(4);
            writer.PutVarint(128);
            writer.PutVarint(5);
            writer.PutVarint(1);
            writer.PutVarint(6);
            writer.PutVarint(16384);
            writer.PutVarint(7);
            writer.PutVarint(2);
            writer.PutVarint(8);
            writer.PutVarint(3);
            writer.PutVarint(9);
            writer.PutVarint(4);
            writer.EndField(true);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1256341201e80702990001ffffffff0f0200037f048001050106808001070208030904004105c6", writer.Buffer, writer.Length);
        }

        /// <summary>The largest count of dropped events.</summary>
        [TestMethod]
        public static void FieldOverflowMost()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 6, 1000, false);
            writer.BeginField(BatchFormat.FieldOverflow, false);
            writer.PutVarint(4294967295);
            writer.EndField(false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1256341206e8070305ffffffff0f0041cda2", writer.Buffer, writer.Length);
        }

        /// <summary>Five events just before number 6 were dropped: 1 to 5.</summary>
        [TestMethod]
        public static void FieldOverflow()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 6, 1000, false);
            writer.BeginField(BatchFormat.FieldOverflow, false);
            writer.PutVarint(5);
            writer.EndField(false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1256341206e8070301050041df28", writer.Buffer, writer.Length);
        }

        /// <summary>Start, counters and overflow together, before events.</summary>
        [TestMethod]
        public static void FieldsAllOfABatch()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 13, 1000, false);
            writer.BeginField(BatchFormat.FieldBoot, false);
            writer.PutByte(1);
            Bytes.PutText(writer, "0.1.0");
            writer.EndField(false);
            writer.BeginField(BatchFormat.FieldCounters, true);
            writer.PutVarint(6);
            writer.PutVarint(12);
            writer.EndField(true);
            writer.BeginField(BatchFormat.FieldOverflow, false);
            writer.PutVarint(12);
            writer.EndField(false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1000, 2153);
            writer.End();

            Bytes.AreEqual("125634120de807010601302e312e30028200060c03010c0000e91074ed", writer.Buffer, writer.Length);
        }

        /// <summary>From a firmware of a later minor version: kinds, fields and counters that are not known today, and longer contents of those that are.</summary>
        [TestMethod]
        public static void FutureMinorVersion()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 50, 4010, false);
            writer.PutAnchor(173568960000, 4);
            writer.BeginField(BatchFormat.FieldMinor, false);
            writer.PutVarint(3);
            writer.EndField(false);
            writer.BeginField(7, false);
            Bytes.Put(writer, "0102");
            writer.EndField(false);
            writer.BeginField(BatchFormat.FieldOverflow, false);
            writer.PutVarint(2);
            Bytes.Put(writer, "aa");
            writer.EndField(false);
            writer.BeginField(BatchFormat.FieldCounters, true);
            writer.PutVarint(6);
            writer.PutVarint(2);
            writer.PutVarint(10);
            writer.PutVarint(77);
            writer.PutVarint(300);
            writer.PutVarint(4294967295);
            writer.EndField(true);
            writer.BeginField(127, false);
            Bytes.Put(writer, "");
            writer.EndField(false);
            writer.BeginField(128, false);
            Bytes.Put(writer, "00");
            writer.EndField(false);
            writer.BeginField(-1, false);
            Bytes.Put(writer, "626174746572792d6f6b");
            writer.EndField(false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 4000, 2100);
            writer.PutRaw(5, 3, true, 4001, Bytes.Of(""));
            writer.PutRaw(9, 0, false, 4002, Bytes.Of("0102030405060708090a"));
            writer.PutRaw((int)EventKind.Threshold, 0, true, 4003, Bytes.Of("882ff02e01ff00"));
            writer.PutRaw((int)EventKind.Chatter, 1, false, 4004, Bytes.Of("4bb81707"));
            writer.PutRaw((int)EventKind.Fault, 1, true, 4005, Bytes.Of("01c0ffee"));
            writer.PutRaw(255, 31, true, 4006, Bytes.Of("80"));
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 4007, 2110);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 6, false, 0), 4007, 0);
            writer.End();

            Bytes.AreEqual("1356341232aa1f00268469280406010307020102030202aa028b0006020a4dac02ffffffff0f7f0080010100ffffffff0f0a626174746572792d6f6b00040ab410db010500c201090a0102030405060708090ac3010207882ff02e01ff00ca0103044bb81707cb01040401c0ffeefb1f01ff018002010a70e033", writer.Buffer, writer.Length);
        }

        /// <summary>45.30 % at thermometer 0.</summary>
        [TestMethod]
        public static void Humidity()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.PutAnchor(173568960000, 5);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Humidity, 0, false, 0), 999, 4530);
            writer.End();

            Bytes.AreEqual("1156341201e807002684692805c4010602e446f0a3", writer.Buffer, writer.Length);
        }

        /// <summary>1024 bytes: the longest batch.</summary>
        [TestMethod]
        public static void Largest()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x1, 1, 1000, true);
            writer.BeginField(BatchFormat.FieldNames, true);
            writer.PutByte(0);
            writer.PutByte(0);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-00-xxxxxxxxxxxxxx");
            writer.PutByte(0);
            writer.PutByte(1);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-01-xxxxxxxxxxxxxx");
            writer.PutByte(0);
            writer.PutByte(2);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-02-xxxxxxxxxxxxxx");
            writer.PutByte(0);
            writer.PutByte(3);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-03-xxxxxxxxxxxxxx");
            writer.PutByte(0);
            writer.PutByte(4);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-04-xxxxxxxxxxxxxx");
            writer.PutByte(0);
            writer.PutByte(5);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-05-xxxxxxxxxxxxxx");
            writer.PutByte(0);
            writer.PutByte(6);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-06-xxxxxxxxxxxxxx");
            writer.PutByte(0);
            writer.PutByte(7);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-07-xxxxxxxxxxxxxx");
            writer.PutByte(0);
            writer.PutByte(8);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-08-xxxxxxxxxxxxxx");
            writer.PutByte(0);
            writer.PutByte(9);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-09-xxxxxxxxxxxxxx");
            writer.PutByte(0);
            writer.PutByte(10);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-10-xxxxxxxxxxxxxx");
            writer.PutByte(0);
            writer.PutByte(11);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-11-xxxxxxxxxxxxxx");
            writer.PutByte(0);
            writer.PutByte(12);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-12-xxxxxxxxxxxxxx");
            writer.PutByte(0);
            writer.PutByte(13);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-13-xxxxxxxxxxxxxx");
            writer.PutByte(0);
            writer.PutByte(14);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-14-xxxxxxxxxxxxxx");
            writer.PutByte(0);
            writer.PutByte(15);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-15-xxxxxxxxxxxxxx");
            writer.PutByte(1);
            writer.PutByte(0);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-16-xxxxxxxxxxxxxx");
            writer.PutByte(1);
            writer.PutByte(1);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-17-xxxxxxxxxxxxxx");
            writer.PutByte(1);
            writer.PutByte(2);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-18-xxxxxxxxxxxxxx");
            writer.PutByte(1);
            writer.PutByte(3);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-19-xxxxxxxxxxxxxx");
            writer.PutByte(1);
            writer.PutByte(4);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-20-xxxxxxxxxxxxxx");
            writer.PutByte(1);
            writer.PutByte(5);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-21-xxxxxxxxxxxxxx");
            writer.PutByte(1);
            writer.PutByte(6);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-22-xxxxxxxxxxxxxx");
            writer.PutByte(1);
            writer.PutByte(7);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-23-xxxxxxxxxxxxxx");
            writer.PutByte(1);
            writer.PutByte(8);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-24-xxxxxxxxxxxxxx");
            writer.PutByte(1);
            writer.PutByte(9);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-25-xxxxxxxxxxxxxx");
            writer.PutByte(1);
            writer.PutByte(10);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-26-xxxxxxxxxxxxxx");
            writer.PutByte(1);
            writer.PutByte(11);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-27-xxxxxxxxxxxxxx");
            writer.PutByte(1);
            writer.PutByte(12);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-28-xxxxxxxxxxxxxx");
            writer.PutByte(1);
            writer.PutByte(13);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-29-xxxxxxxxxxxxxx");
            writer.PutByte(1);
            writer.PutByte(14);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-30-xxxxxxxxxxxxxx");
            writer.PutByte(1);
            writer.PutByte(15);
            writer.PutByte(24);
            Bytes.PutText(writer, "sensor-31-xxxxxxxxxxxxxx");
            writer.EndField(true);
            writer.BeginField(100, true);
            Bytes.Put(writer, "a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5");
            writer.EndField(true);
            writer.EndFields();
            writer.End();

            Bytes.AreEqual("1601000001e80705e00600001873656e736f722d30302d787878787878787878787878787800011873656e736f722d30312d787878787878787878787878787800021873656e736f722d30322d787878787878787878787878787800031873656e736f722d30332d787878787878787878787878787800041873656e736f722d30342d787878787878787878787878787800051873656e736f722d30352d787878787878787878787878787800061873656e736f722d30362d787878787878787878787878787800071873656e736f722d30372d787878787878787878787878787800081873656e736f722d30382d787878787878787878787878787800091873656e736f722d30392d7878787878787878787878787878000a1873656e736f722d31302d7878787878787878787878787878000b1873656e736f722d31312d7878787878787878787878787878000c1873656e736f722d31322d7878787878787878787878787878000d1873656e736f722d31332d7878787878787878787878787878000e1873656e736f722d31342d7878787878787878787878787878000f1873656e736f722d31352d787878787878787878787878787801001873656e736f722d31362d787878787878787878787878787801011873656e736f722d31372d787878787878787878787878787801021873656e736f722d31382d787878787878787878787878787801031873656e736f722d31392d787878787878787878787878787801041873656e736f722d32302d787878787878787878787878787801051873656e736f722d32312d787878787878787878787878787801061873656e736f722d32322d787878787878787878787878787801071873656e736f722d32332d787878787878787878787878787801081873656e736f722d32342d787878787878787878787878787801091873656e736f722d32352d7878787878787878787878787878010a1873656e736f722d32362d7878787878787878787878787878010b1873656e736f722d32372d7878787878787878787878787878010c1873656e736f722d32382d7878787878787878787878787878010d1873656e736f722d32392d7878787878787878787878787878010e1873656e736f722d33302d7878787878787878787878787878010f1873656e736f722d33312d7878787878787878787878787878649001a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a500ba8b", writer.Buffer, writer.Length);
        }

        /// <summary>A limit of any measurement but temperature: which measurement, its value, the limit, and the side.</summary>
        [TestMethod]
        public static void Limits()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.PutAnchor(173568960000, 5);
            writer.EndFields();
            writer.PutEvent(EventWord.PackLimit((EventKind)128, 0, true, true, 1200), 900, EventWord.PackSteps(1205, 1200));
            writer.PutEvent(EventWord.PackLimit((EventKind)128, 0, false, true, 1200), 910, EventWord.PackSteps(1149, 1200));
            writer.PutEvent(EventWord.PackLimit((EventKind)6, 1, true, false, 3000), 920, EventWord.PackSteps(2990, 3000));
            writer.PutEvent(EventWord.PackLimit((EventKind)191, 31, true, true, -2097152), 930, EventWord.PackSteps(2097151, -2097152));
            writer.PutEvent(EventWord.PackLimit((EventKind)7, 31, false, false, 2097151), 940, EventWord.PackSteps(-2097152, 2097151));
            writer.End();

            Bytes.AreEqual("1156341201e807002684692805c564080680ea12e01201c20a080680fa11e01201cb0a080606dc2ef02e00fb1f0a080abffeffff01ffffff0101fa1f0a080a07ffffff01feffff0100b692", writer.Buffer, writer.Length);
        }

        /// <summary>What a later minor version may add to a measurement is ignored.</summary>
        [TestMethod]
        public static void MeasurementLonger()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.PutAnchor(173568960000, 5);
            writer.EndFields();
            writer.PutRaw((int)EventKind.Humidity, 0, false, 999, Bytes.Of("e44607ff"));
            writer.End();

            Bytes.AreEqual("1156341201e807002684692805c4010604e44607ffd0ed", writer.Buffer, writer.Length);
        }

        /// <summary>The ends of what a measurement can be.</summary>
        [TestMethod]
        public static void Measurements32Bits()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Humidity, 31, false, 0), 1, -2147483648);
            writer.PutEvent(EventWord.Pack(EventKind.Humidity, 31, false, 0), 2, 2147483647);
            writer.PutEvent(EventWord.Pack(EventKind.Pressure, 0, false, 0), 3, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Pressure, 0, false, 0), 4, -1);
            writer.End();

            Bytes.AreEqual("1056341201e807fc1fe7070605ffffffff0ffa1f010605feffffff0fc201070100c2010701014822", writer.Buffer, writer.Length);
        }

        /// <summary>One sensor tells three things at the same tick; another one, with a long number, later.</summary>
        [TestMethod]
        public static void Measurements()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 12, 1000, false);
            writer.PutAnchor(173568960000, 5);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 500, 2153);
            writer.PutEvent(EventWord.Pack(EventKind.Humidity, 0, false, 0), 500, 4530);
            writer.PutEvent(EventWord.Pack(EventKind.Pressure, 0, false, 0), 500, 101325);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 9, false, 0), 900, 2087);
            writer.PutEvent(EventWord.Pack(EventKind.Humidity, 9, false, 0), 900, 5102);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 910, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Humidity, 0, false, 0), 950, 4411);
            writer.End();

            Bytes.AreEqual("115634120ce80700268469280504f403e910c00602e446c007039aaf0c3a099003a710f8090602dc4f430ac2280602f64429c6", writer.Buffer, writer.Length);
        }

        /// <summary>Moving and not.</summary>
        [TestMethod]
        public static void Motion()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 900, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 950, 0);
            writer.End();

            Bytes.AreEqual("1056341201e80745644232fc7f", writer.Buffer, writer.Length);
        }

        /// <summary>A device without names says so.</summary>
        [TestMethod]
        public static void NamesNone()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 0, 600, true);
            writer.PutAnchor(173568960000, 2);
            writer.BeginField(BatchFormat.FieldNames, true);
            writer.EndField(true);
            writer.EndFields();
            writer.End();

            Bytes.AreEqual("1756341200d8040026846928020580000005da", writer.Buffer, writer.Length);
        }

        /// <summary>The names of the sources, in a topic of their own: nothing but the names counts.</summary>
        [TestMethod]
        public static void Names()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 0, 600, true);
            writer.PutAnchor(173568960000, 2);
            writer.BeginField(BatchFormat.FieldNames, true);
            writer.PutByte(0);
            writer.PutByte(0);
            writer.PutByte(4);
            Bytes.PutText(writer, "hall");
            writer.PutByte(0);
            writer.PutByte(1);
            writer.PutByte(7);
            Bytes.PutText(writer, "freezer");
            writer.PutByte(1);
            writer.PutByte(0);
            writer.PutByte(10);
            Bytes.PutText(writer, "front door");
            writer.PutByte(1);
            writer.PutByte(31);
            writer.PutByte(6);
            Bytes.PutText(writer, "K\u00fcche");
            writer.EndField(true);
            writer.EndFields();
            writer.End();

            Bytes.AreEqual("1756341200d80400268469280205a70000000468616c6c000107667265657a657201000a66726f6e7420646f6f72011f064bc3bc63686500984d", writer.Buffer, writer.Length);
        }

        /// <summary>The usual small batch: one temperature, one tick before it was sealed.</summary>
        [TestMethod]
        public static void OneTemperature()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 7, 1000, false);
            writer.PutAnchor(173568960000, 5);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 999, 2153);
            writer.End();

            Bytes.AreEqual("1156341207e8070026846928050401e9105af6", writer.Buffer, writer.Length);
        }

        /// <summary>1013.25 hPa at thermometer 0: 101325 hundredths of a hectopascal, which are pascals.</summary>
        [TestMethod]
        public static void Pressure()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.PutAnchor(173568960000, 5);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Pressure, 0, false, 0), 999, 101325);
            writer.End();

            Bytes.AreEqual("1156341201e807002684692805c40107039aaf0cc301", writer.Buffer, writer.Length);
        }

        /// <summary>Measurements of your own: one number, in steps of the resolution that the declaration says.</summary>
        [TestMethod]
        public static void PrivateMeasurements()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.PutAnchor(173568960000, 5);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack((EventKind)128, 0, false, 0), 900, 1205);
            writer.PutEvent(EventWord.Pack((EventKind)128, 0, false, 0), 950, 0);
            writer.PutEvent(EventWord.Pack((EventKind)191, 31, false, 0), 950, -1);
            writer.PutEvent(EventWord.Pack((EventKind)150, 7, false, 0), 960, 2147483647);
            writer.PutEvent(EventWord.Pack((EventKind)150, 7, false, 0), 970, -2147483648);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 980, 2153);
            writer.End();

            Bytes.AreEqual("1156341201e807002684692805c4648002ea12c232800100f81fbf0101fa070a9605feffffff0ffa070a9605ffffffff0f020ae9108705", writer.Buffer, writer.Length);
        }

        /// <summary>States of your own: the flag is the state, and there is no content.</summary>
        [TestMethod]
        public static void PrivateStates()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.PutAnchor(173568960000, 5);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack((EventKind)192, 0, true, 0), 900, 0);
            writer.PutEvent(EventWord.Pack((EventKind)192, 0, false, 0), 910, 0);
            writer.PutEvent(EventWord.Pack((EventKind)254, 31, true, 0), 920, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 930, 0);
            writer.End();

            Bytes.AreEqual("1156341201e807002684692805c564c000c20ac000fb1f0afe00430ae397", writer.Buffer, writer.Length);
        }

        /// <summary>Uptime 0.</summary>
        [TestMethod]
        public static void Sealed0()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 0, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 0, 0);
            writer.End();

            Bytes.AreEqual("105634120100413227", writer.Buffer, writer.Length);
        }

        /// <summary>Events on both sides of the wrap of the low 32 bits of the uptime.</summary>
        [TestMethod]
        public static void SealedAcross32Bits()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 4294967299, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), -2, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 1, 0);
            writer.End();

            Bytes.AreEqual("10563412018380808010450542036d14", writer.Buffer, writer.Length);
        }

        /// <summary>Uptime beyond 32 bits: 497 days and more.</summary>
        [TestMethod]
        public static void SealedBeyond32Bits()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 4294967396, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 5, 2153);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 7, 0);
            writer.End();

            Bytes.AreEqual("1056341201e480808010045fe9104302055f", writer.Buffer, writer.Length);
        }

        /// <summary>The highest uptime: 63 bits in nine bytes.</summary>
        [TestMethod]
        public static void SealedMost()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 9223372036854775807, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), -1, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), -2, 0);
            writer.End();

            Bytes.AreEqual("1056341201ffffffffffffffff7f414401cfbc", writer.Buffer, writer.Length);
        }

        /// <summary>A fault of any sensor but a thermometer: which kind, and the reason.</summary>
        [TestMethod]
        public static void SensorFaults()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.PutAnchor(173568960000, 5);
            writer.EndFields();
            writer.PutEvent(EventWord.PackFault((EventKind)128, 0, true, 1), 900, 0);
            writer.PutEvent(EventWord.PackFault((EventKind)128, 0, false, 1), 910, 0);
            writer.PutEvent(EventWord.PackFault((EventKind)6, 7, true, 2), 920, 0);
            writer.PutEvent(EventWord.PackFault((EventKind)191, 31, true, 255), 930, 0);
            writer.End();

            Bytes.AreEqual("1156341201e807002684692805c5640a028001c20a0a028001fb070a0a020602fb1f0a0a02bfffdb5a", writer.Buffer, writer.Length);
        }

        /// <summary>The number after 4294967295.</summary>
        [TestMethod]
        public static void Sequence0()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 0, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1056341200e807412ee6", writer.Buffer, writer.Length);
        }

        /// <summary>The first number of a boot.</summary>
        [TestMethod]
        public static void Sequence1()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1056341201e807419a90", writer.Buffer, writer.Length);
        }

        /// <summary>Beyond the signed 32-bit numbers.</summary>
        [TestMethod]
        public static void Sequence2147483648()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, -2147483648, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("105634128080808008e807412b2b", writer.Buffer, writer.Length);
        }

        /// <summary>The highest number; the second event of this batch is number 0.</summary>
        [TestMethod]
        public static void Sequence4294967295()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, -1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 1001, 0);
            writer.End();

            Bytes.AreEqual("10563412ffffffff0fe8074142012221", writer.Buffer, writer.Length);
        }

        /// <summary>The short form without events.</summary>
        [TestMethod]
        public static void ShortEmpty()
        {
            BatchWriter writer = new BatchWriter();

            writer.BeginShort(0x123456, 1, 173568961000, 1000, 7);
            writer.EndFields();
            writer.End();

            Bytes.AreEqual("3356341201e829846928e8f763", writer.Buffer, writer.Length);
        }

        /// <summary>A wall clock without error.</summary>
        [TestMethod]
        public static void ShortError0()
        {
            BatchWriter writer = new BatchWriter();

            writer.BeginShort(0x123456, 1, 173568961000, 1000, 0);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("3056341201e829846928e841bff6", writer.Buffer, writer.Length);
        }

        /// <summary>The largest error of the short form: 327.67 s.</summary>
        [TestMethod]
        public static void ShortErrorMost()
        {
            BatchWriter writer = new BatchWriter();

            writer.BeginShort(0x123456, 1, 173568961000, 1000, 32767);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("3f56341201e829846928e8415ce5", writer.Buffer, writer.Length);
        }

        /// <summary>The short form with one of each kind.</summary>
        [TestMethod]
        public static void ShortEveryKind()
        {
            BatchWriter writer = new BatchWriter();

            writer.BeginShort(0x123456, 12, 173568961000, 1000, 7);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1000, 2153);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1001, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Threshold, 0, true, 1), 1002, EventWord.PackThreshold(3012, 3000));
            writer.PutEvent(EventWord.Pack(EventKind.Chatter, 0, false, 3000), 1003, 75);
            writer.PutEvent(EventWord.Pack(EventKind.Fault, 1, true, 1), 1004, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Humidity, 0, false, 0), 1005, 4530);
            writer.PutEvent(EventWord.Pack(EventKind.Pressure, 0, false, 0), 1005, 101325);
            writer.PutEvent(EventWord.Pack((EventKind)128, 0, false, 0), 1006, 1205);
            writer.PutEvent(EventWord.Pack((EventKind)192, 0, true, 0), 1007, 0);
            writer.End();

            Bytes.AreEqual("335634120ce829846928e800e9104301c3010205882ff02e01c20103034bb817cb01040101c2010602e446c007039aaf0cc2018002ea12c301c000a7ef", writer.Buffer, writer.Length);
        }

        /// <summary>The short form with motion.</summary>
        [TestMethod]
        public static void ShortMotion()
        {
            BatchWriter writer = new BatchWriter();

            writer.BeginShort(0x123456, 300, 173568961000, 70000, 7);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 70000, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 70007, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 31, true, 0), 70007, 0);
            writer.End();

            Bytes.AreEqual("33563412ac02e82984692870414207791f7d29", writer.Buffer, writer.Length);
        }

        /// <summary>The short form with one temperature, 10 s after the start.</summary>
        [TestMethod]
        public static void ShortOneTemperature()
        {
            BatchWriter writer = new BatchWriter();

            writer.BeginShort(0x123456, 7, 173568961000, 1000, 7);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1000, 2153);
            writer.End();

            Bytes.AreEqual("3356341207e829846928e800e910c983", writer.Buffer, writer.Length);
        }

        /// <summary>The highest number; the second event has number 0.</summary>
        [TestMethod]
        public static void ShortSequence4294967295()
        {
            BatchWriter writer = new BatchWriter();

            writer.BeginShort(0x123456, -1, 173568961000, 1000, 7);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 1001, 0);
            writer.End();

            Bytes.AreEqual("33563412ffffffff0fe829846928e841420163b0", writer.Buffer, writer.Length);
        }

        /// <summary>As many events as a batch may have.</summary>
        [TestMethod]
        public static void ShortSixtyFourEvents()
        {
            BatchWriter writer = new BatchWriter();

            writer.BeginShort(0x123456, 100, 173568961000, 1000, 7);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1000, 2011);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 4000, 1998);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 3, false, 0), 4007, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 7107, 2009);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 7230, 2020);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 6, true, 0), 27230, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 27230, 2007);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 30230, 2018);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 2, false, 0), 30237, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 33337, 2005);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 33460, 1992);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 5, true, 0), 53460, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 53460, 2003);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 56460, 1990);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 1, false, 0), 56467, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 59567, 2001);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 59690, 2012);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 4, true, 0), 79690, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 79690, 1999);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 82690, 2010);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 82697, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 85797, 1997);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 85920, 1984);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 3, true, 0), 105920, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 105920, 1995);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 108920, 1982);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 6, false, 0), 108927, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 112027, 1993);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 112150, 2004);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 2, true, 0), 132150, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 132150, 1991);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 135150, 2002);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 5, false, 0), 135157, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 138257, 1989);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 138380, 1976);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 1, true, 0), 158380, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 158380, 1987);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 161380, 1974);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 4, false, 0), 161387, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 164487, 1985);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 164610, 1996);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 184610, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 184610, 1983);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 187610, 1994);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 3, false, 0), 187617, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 190717, 1981);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 190840, 1968);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 6, true, 0), 210840, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 210840, 1979);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 213840, 1966);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 2, false, 0), 213847, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 216947, 1977);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 217070, 1988);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 5, true, 0), 237070, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 237070, 1975);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 240070, 1986);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 1, false, 0), 240077, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 243177, 1973);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 243300, 1960);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 4, true, 0), 263300, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 263300, 1971);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 266300, 1958);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 266307, 0);
            writer.End();

            Bytes.AreEqual("3356341264e829846928e84100db0f071e0d5a07061f0b027b0b77c801010d061e0b5207071f0d037b0d6fc801000b071e0d4a07061f0b027b0b67c801010d061e0b4207071f0d037b0d5fc801000b071e0d7207061f0b027b0b57c801010d061e0b6a07071f0d037b0d4fc801000b071e0d6207061f0b027b0b47c801010d061e0b5a07071f0d037b0d77c801000b071e0d5207061f0b027b0b6fc801010d061e0b4a07071f0d037b0d67c801000b071e0d4207085a", writer.Buffer, writer.Length);
        }

        /// <summary>The same time, later by ticks and by whole seconds, and earlier.</summary>
        [TestMethod]
        public static void ShortStepsOfTime()
        {
            BatchWriter writer = new BatchWriter();

            writer.BeginShort(0x123456, 1, 173568961000, 1000, 7);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1000, 2000);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1000, 1990);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1099, 1990);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1199, 1995);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1200, 1995);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 4200, 1996);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 4100, 1997);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), -8700, 1998);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 4100, 1999);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1642500, 2001);
            writer.End();

            Bytes.AreEqual("3356341201e829846928e800d00f010a026300060105020100061e01046401048064010680010106808001025164", writer.Buffer, writer.Length);
        }

        /// <summary>An event at the start.</summary>
        [TestMethod]
        public static void ShortUptime0()
        {
            BatchWriter writer = new BatchWriter();

            writer.BeginShort(0x123456, 1, 173568960000, 0, 7);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 0, 0);
            writer.End();

            Bytes.AreEqual("3356341201002684692800417624", writer.Buffer, writer.Length);
        }

        /// <summary>The highest low byte of an uptime.</summary>
        [TestMethod]
        public static void ShortUptime255()
        {
            BatchWriter writer = new BatchWriter();

            writer.BeginShort(0x123456, 1, 173568961000, 255, 7);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 255, 0);
            writer.End();

            Bytes.AreEqual("3356341201e829846928ff41c469", writer.Buffer, writer.Length);
        }

        /// <summary>One tick before 2000: the clock has not been set, and the batch has no times, not even of the event in 2000.</summary>
        [TestMethod]
        public static void ShortWallBefore2000()
        {
            BatchWriter writer = new BatchWriter();

            writer.BeginShort(0x123456, 1, 94668479999, 1000, 7);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 1001, 0);
            writer.End();

            Bytes.AreEqual("3356341201ff5dae0a16e84142014d8b", writer.Buffer, writer.Length);
        }

        /// <summary>A clock that has not been set: 1970. A reader must not date by it.</summary>
        [TestMethod]
        public static void ShortWallLeast()
        {
            BatchWriter writer = new BatchWriter();

            writer.BeginShort(0x123456, 1, 0, 1000, 7);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("33563412010000000000e841902b", writer.Buffer, writer.Length);
        }

        /// <summary>The highest wall clock: the year 2318.</summary>
        [TestMethod]
        public static void ShortWallMost()
        {
            BatchWriter writer = new BatchWriter();

            writer.BeginShort(0x123456, 1, 1099511627775, 1000, 7);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("3356341201ffffffffffe8413104", writer.Buffer, writer.Length);
        }

        /// <summary>The first time that counts.</summary>
        [TestMethod]
        public static void ShortWallOf2000()
        {
            BatchWriter writer = new BatchWriter();

            writer.BeginShort(0x123456, 1, 94668480000, 1000, 7);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 999, 0);
            writer.End();

            Bytes.AreEqual("3356341201005eae0a16e8414401a365", writer.Buffer, writer.Length);
        }

        /// <summary>As many events as a batch can have, thermometers and motion sensors mixed.</summary>
        [TestMethod]
        public static void SixtyFourEvents()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 100, 10300, false);
            writer.PutAnchor(173568960000, 1);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 10000, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 10003, 1992);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 10006, 2029);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 10009, 1976);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 10012, 2013);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 2, false, 0), 10015, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 10018, 1997);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 10021, 2034);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 10024, 1981);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 10027, 2018);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 1, true, 0), 10030, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 10033, 2002);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 10036, 2039);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 10039, 1986);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 10042, 2023);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 10045, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 10048, 2007);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 10051, 2044);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 10054, 1991);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 10057, 2028);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 2, true, 0), 10060, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 10063, 2012);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 10066, 1959);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 10069, 1996);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 10072, 2033);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 1, false, 0), 10075, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 10078, 2017);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 10081, 1964);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 10084, 2001);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 10087, 2038);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 10090, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 10093, 2022);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 10096, 1969);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 10099, 2006);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 10102, 2043);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 2, false, 0), 10105, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 10108, 2027);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 10111, 1974);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 10114, 2011);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 10117, 1958);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 1, true, 0), 10120, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 10123, 2032);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 10126, 1979);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 10129, 2016);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 10132, 1963);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 10135, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 10138, 2037);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 10141, 1984);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 10144, 2021);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 10147, 1968);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 2, true, 0), 10150, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 10153, 2042);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 10156, 1989);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 10159, 2026);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 10162, 1973);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 1, false, 0), 10165, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 10168, 1957);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 10171, 1994);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 10174, 2031);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 10177, 1978);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 10180, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 10183, 1962);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 10186, 1999);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 10189, 2036);
            writer.End();

            Bytes.AreEqual("1156341264bc5000268469280145ac020a03c80f1203ed0f1a03b80f0203dd0f52031303201a033a0303200a031a4b031b032002033a0b032012031a42030303200a033a1303201a031a53030b03201303201b032002031a4a0312033a1b03200303200a031a43031a033a0303200b032012031a520302033a0b03201303201b03404b030a033a1303201a033a030340420312033a1b032002033a0b034053031a033a0303200a033a1303404a030303200b032012033a1b034043030b03201303201a033ae204", writer.Buffer, writer.Length);
        }

        /// <summary>The sources at which the form of the head changes: 0, 6, 7 and 31.</summary>
        [TestMethod]
        public static void Sources()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1000, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 6, true, 0), 1000, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 7, true, 0), 1000, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 31, true, 0), 1000, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1000, 1);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 6, false, 0), 1000, 2);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 7, false, 0), 1000, 3);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 31, false, 0), 1000, 4);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 31, false, 0), 1000, 3);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 7, false, 0), 1000, 3);
            writer.End();

            Bytes.AreEqual("1056341201e80741717907791f00013002380703381f04391f01380700fc5e", writer.Buffer, writer.Length);
        }

        /// <summary>A state of your own that changes too often.</summary>
        [TestMethod]
        public static void StateChatter()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.PutAnchor(173568960000, 5);
            writer.EndFields();
            writer.PutEvent(EventWord.PackStateChatter((EventKind)192, 0, 3000), 900, 75);
            writer.PutEvent(EventWord.PackStateChatter((EventKind)254, 31, 16383), 910, 2147483647);
            writer.End();

            Bytes.AreEqual("1156341201e807002684692805c4640b04c04bb817fa1f0a0b08feffffffff07ff7ff948", writer.Buffer, writer.Length);
        }

        /// <summary>A device that has not read anything yet.</summary>
        [TestMethod]
        public static void StateEmpty()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, true);
            writer.EndFields();
            writer.End();

            Bytes.AreEqual("1456341201e807ed57", writer.Buffer, writer.Length);
        }

        /// <summary>A state with all that a thermometer measures.</summary>
        [TestMethod]
        public static void StateMeasurements()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 40, 1000, true);
            writer.PutAnchor(173568960000, 5);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 980, 2153);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 1000, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Humidity, 0, false, 0), 980, 4530);
            writer.PutEvent(EventWord.Pack(EventKind.Pressure, 0, false, 0), 981, 101325);
            writer.End();

            Bytes.AreEqual("1556341228e8070026846928050414e9104214c4140602e446c20107039aaf0c9ac7", writer.Buffer, writer.Length);
        }

        /// <summary>A state that says how often one comes at least: every 300 s.</summary>
        [TestMethod]
        public static void StatePeriod()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 43, 3000, true);
            writer.PutAnchor(173568960000, 2);
            writer.BeginField(BatchFormat.FieldCounters, false);
            writer.PutVarint(1);
            writer.PutVarint(12);
            writer.EndField(false);
            writer.BeginField(BatchFormat.FieldPeriod, false);
            writer.PutVarint(300);
            writer.EndField(false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 2980, 2153);
            writer.End();

            Bytes.AreEqual("175634122bb8170026846928020202010c0802ac02000414e910debb", writer.Buffer, writer.Length);
        }

        /// <summary>A state that declares its private kinds, with the names of their sources, and a sensor of one at fault.</summary>
        [TestMethod]
        public static void StatePrivate()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 12, 1000, true);
            writer.PutAnchor(173568960000, 5);
            writer.BeginField(BatchFormat.FieldNames, true);
            writer.PutByte(128);
            writer.PutByte(0);
            writer.PutByte(4);
            Bytes.PutText(writer, "hall");
            writer.PutByte(192);
            writer.PutByte(0);
            writer.PutByte(10);
            Bytes.PutText(writer, "front door");
            writer.EndField(true);
            writer.BeginField(BatchFormat.FieldKinds, true);
            writer.PutByte(128);
            writer.PutByte(0);
            writer.PutByte(3);
            Bytes.PutText(writer, "co2");
            writer.PutByte(3);
            Bytes.PutText(writer, "ppm");
            writer.PutByte(0);
            Bytes.PutText(writer, "");
            writer.PutByte(192);
            writer.PutByte(0);
            writer.PutByte(7);
            Bytes.PutText(writer, "contact");
            writer.PutByte(4);
            Bytes.PutText(writer, "open");
            writer.PutByte(6);
            Bytes.PutText(writer, "closed");
            writer.EndField(true);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack((EventKind)128, 0, false, 0), 990, 1205);
            writer.PutEvent(EventWord.Pack((EventKind)192, 0, true, 0), 1000, 0);
            writer.PutEvent(EventWord.PackFault((EventKind)128, 1, true, 1), 900, 0);
            writer.End();

            Bytes.AreEqual("175634120ce80700268469280505940080000468616c6cc0000a66726f6e7420646f6f7209a100800003636f320370706d00c00007636f6e74616374046f70656e06636c6f73656400c40a8002ea12c30ac000cd640a0280016b3b", writer.Buffer, writer.Length);
        }

        /// <summary>More waits than has been numbered: the count has gone round.</summary>
        [TestMethod]
        public static void StateWaitingMost()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 3, 1000, true);
            writer.BeginField(BatchFormat.FieldWaiting, false);
            writer.PutVarint(4294967295);
            writer.EndField(false);
            writer.EndFields();
            writer.End();

            Bytes.AreEqual("1656341203e8070405ffffffff0f00dbff", writer.Buffer, writer.Length);
        }

        /// <summary>What each source shows, with names, counters and what still waits.</summary>
        [TestMethod]
        public static void State()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 43, 3000, true);
            writer.PutAnchor(173568960000, 2);
            writer.BeginField(BatchFormat.FieldCounters, true);
            writer.PutVarint(1);
            writer.PutVarint(12);
            writer.PutVarint(2);
            writer.PutVarint(3);
            writer.EndField(true);
            writer.BeginField(BatchFormat.FieldWaiting, false);
            writer.PutVarint(4);
            writer.EndField(false);
            writer.BeginField(BatchFormat.FieldNames, true);
            writer.PutByte(0);
            writer.PutByte(0);
            writer.PutByte(4);
            Bytes.PutText(writer, "hall");
            writer.PutByte(0);
            writer.PutByte(1);
            writer.PutByte(7);
            Bytes.PutText(writer, "freezer");
            writer.PutByte(1);
            writer.PutByte(0);
            writer.PutByte(10);
            Bytes.PutText(writer, "front door");
            writer.PutByte(1);
            writer.PutByte(31);
            writer.PutByte(6);
            Bytes.PutText(writer, "K\u00fcche");
            writer.EndField(true);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 2980, 2153);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 2981, -512);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 1500, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Fault, 1, true, 1), 2700, 0);
            writer.End();

            Bytes.AreEqual("175634122bb817002684692802028400010c020304010405a70000000468616c6c000107667265657a657201000a66726f6e7420646f6f72011f064bc3bc636865000414e9100b01800445c90bcbb0090401019072", writer.Buffer, writer.Length);
        }

        /// <summary>Beyond the range, as a first value and as a difference: the format does not judge.</summary>
        [TestMethod]
        public static void TemperatureBeyond()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1000, -4001);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1000, 8501);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 1000, 32767);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 1000, -32768);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 1000, -32768);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 1000, 32767);
            writer.End();

            Bytes.AreEqual("1056341201e80701a11f00d66108ffff0109ffff031180800210ffff03f7ed", writer.Buffer, writer.Length);
        }

        /// <summary>The sensor&apos;s range, -40 to 85 °C, as a first value and as a difference.</summary>
        [TestMethod]
        public static void TemperatureRange()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1000, -4000);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1000, 8500);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1000, -4000);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 1000, 8500);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 1, false, 0), 1000, -4000);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 1000, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 2, false, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1056341201e80701a01f00d46101d46108b44209d4611000100006fb", writer.Buffer, writer.Length);
        }

        /// <summary>Steps of 0, 1, 63, 64, 127 and 128 hundredths: one byte, then two.</summary>
        [TestMethod]
        public static void TemperatureSmallSteps()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 1000, 2000);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 1001, 2000);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 1002, 2001);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 1003, 1938);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 1004, 2002);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 1005, 1875);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 1006, 2003);
            writer.End();

            Bytes.AreEqual("1056341201e80718d00f1a01001a01011b013f1a01401b017f1a018001104f", writer.Buffer, writer.Length);
        }

        /// <summary>Below zero and to the ends of what the firmware can hold; a threshold is no base for the next temperature.</summary>
        [TestMethod]
        public static void ThresholdRange()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Threshold, 0, true, 0), 1000, EventWord.PackThreshold(-4000, -3900));
            writer.PutEvent(EventWord.Pack(EventKind.Threshold, 0, true, 1), 1000, EventWord.PackThreshold(8500, 8400));
            writer.PutEvent(EventWord.Pack(EventKind.Threshold, 7, true, 0), 1000, EventWord.PackThreshold(-32768, 32767));
            writer.PutEvent(EventWord.Pack(EventKind.Threshold, 31, false, 1), 1000, EventWord.PackThreshold(32767, -32768));
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1000, 2000);
            writer.End();

            Bytes.AreEqual("1056341201e807c10205bf3ef73c00c10207e88401a0830101f9070207ffff03feff0300f81f0207feff03ffff030100d00f5822", writer.Buffer, writer.Length);
        }

        /// <summary>Both sides, both ways.</summary>
        [TestMethod]
        public static void Threshold()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Threshold, 0, true, 1), 900, EventWord.PackThreshold(3012, 3000));
            writer.PutEvent(EventWord.Pack(EventKind.Threshold, 0, false, 1), 950, EventWord.PackThreshold(2969, 3000));
            writer.PutEvent(EventWord.Pack(EventKind.Threshold, 1, true, 0), 960, EventWord.PackThreshold(499, 500));
            writer.PutEvent(EventWord.Pack(EventKind.Threshold, 1, false, 0), 970, EventWord.PackThreshold(531, 500));
            writer.End();

            Bytes.AreEqual("1056341201e807c5640205882ff02e01c2320205b22ef02e01cb0a0205e607e80700ca0a0205a608e807005837", writer.Buffer, writer.Length);
        }

        /// <summary>The largest step back that the firmware writes.</summary>
        [TestMethod]
        public static void TimeEarlierLargest()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 2147483648, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), -2147483648, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 0, 0);
            writer.End();

            Bytes.AreEqual("105634120180808080084144808080800847ba", writer.Buffer, writer.Length);
        }

        /// <summary>The largest steps that fit a signed number of 32 bits.</summary>
        [TestMethod]
        public static void TimeLargest()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), -2147482649, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 1000, 0);
            writer.End();

            Bytes.AreEqual("1056341201e80743ffffffff0744ffffffff07e12a", writer.Buffer, writer.Length);
        }

        /// <summary>Times that do not rise: two threads raise events.</summary>
        [TestMethod]
        public static void TimeSameLaterEarlier()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 990, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 990, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 995, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 1, true, 0), 993, 0);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 1200, 0);
            writer.End();

            Bytes.AreEqual("1056341201e807450a4043054d0242cf01ebf7", writer.Buffer, writer.Length);
        }

        /// <summary>Back to the moment of the start.</summary>
        [TestMethod]
        public static void Uptime0()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(0x123456, 1, 1000, false);
            writer.EndFields();
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 0, 0);
            writer.End();

            Bytes.AreEqual("1056341201e80745e807240f", writer.Buffer, writer.Length);
        }
    }
}
