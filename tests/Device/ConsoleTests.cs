using NanoEvents.Firmware;
using NanoEvents.Protocol;
using nanoFramework.TestFramework;

namespace NanoEvents.Device.Tests
{
    /// <summary>The console and the settings, as the board's interpreter runs them.</summary>
    [TestClass]
    public class ConsoleTests
    {
        /// <summary>What is set and saved is there after a restart, and not before.</summary>
        [TestMethod]
        public static void ASettingIsSavedAndAppliesAfterARestart()
        {
            TestBoard board = new TestBoard();

            Assert.AreEqual("ok  motion.debounce = 80 ms (not saved)", board.Ask("set motion.debounce 80"));
            Assert.AreEqual("ok  1 change saved, to apply after restart", board.Ask("save"));
            Assert.AreEqual(50, new Settings(board.Keeper.Running).DebounceMs);
            Assert.AreEqual("ok  restarting", board.Ask("restart"));
            Assert.AreEqual(1, board.Restarts);

            board.Start();

            Assert.AreEqual(80, new Settings(board.Keeper.Running).DebounceMs);
            Assert.AreEqual(true, board.Keeper.WasRestartRequested);
        }

        /// <summary>What is wrong is said with the rule, and an unknown name with the nearest one.</summary>
        [TestMethod]
        public static void WhatIsWrongIsSaid()
        {
            TestBoard board = new TestBoard();

            Assert.AreEqual("error  i2c.sda must be 0 to 39", board.Ask("set i2c.sda 40"));
            Assert.AreEqual("error  there is no such setting: did you mean motion.pin?", board.Ask("set motion.pinn 3"));
            Assert.AreEqual("ok  temperature.low = -0.05 °C (not saved)", board.Ask("set temperature.low -0.05"));
            Assert.AreEqual("ok  broker.password = (set) (not saved)", board.Ask("set broker.password geheim"));
        }

        /// <summary>Noise is one error, whatever it is.</summary>
        [TestMethod]
        public static void NoiseIsOneError()
        {
            TestBoard board = new TestBoard();

            board.Send(new byte[] { 0xFF, 0x00, 0xC3, (byte)'\n' });
            Assert.AreEqual("error  the line was garbled and is ignored: send it again", board.Last);
            byte[] much = new byte[5000];
            for (int i = 0; i < much.Length; i++)
            {
                much[i] = (byte)'x';
            }

            board.Send(much);
            Assert.AreEqual("error  the line was longer than 256 bytes and is ignored", board.Ask(string.Empty));
            Assert.AreEqual("ok  stats", board.Ask("stats"));
        }

        /// <summary>A packet of Improv is answered with packets, between lines; a Wi-Fi is saved and tried after a restart.</summary>
        [TestMethod]
        public static void AWifiComesOverImprov()
        {
            TestBoard board = new TestBoard();

            board.Send(Packet(new byte[] { 2, 0 }));
            Assert.AreEqual(ImprovCode.Ready, (int)board.LastPacket[10]);
            board.Send(Packet(new byte[] { 1, 14, 4, (byte)'h', (byte)'o', (byte)'m', (byte)'e', 8, 49, 50, 51, 52, 53, 54, 55, 56 }));
            Assert.AreEqual(ImprovCode.Provisioning, (int)board.LastPacket[10]);
            Assert.AreEqual(1, board.Restarts);
            Assert.AreEqual("ok  stats", board.Ask("stats"));

            board.Start();

            Settings running = new Settings(board.Keeper.Running);
            Assert.AreEqual("home", running.WifiSsid);
            Assert.AreEqual("12345678", running.WifiPassword);
            Assert.AreEqual(true, board.Keeper.WasWifiSent);
        }

        private static byte[] Packet(byte[] command)
        {
            byte[] packet = new byte[9 + command.Length + 2];
            byte[] header = new byte[] { (byte)'I', (byte)'M', (byte)'P', (byte)'R', (byte)'O', (byte)'V', 1, 3, (byte)command.Length };
            System.Array.Copy(header, 0, packet, 0, header.Length);
            System.Array.Copy(command, 0, packet, header.Length, command.Length);
            int sum = 0;
            for (int i = 0; i < packet.Length - 2; i++)
            {
                sum += packet[i];
            }

            packet[packet.Length - 2] = (byte)(sum & 0xFF);
            packet[packet.Length - 1] = (byte)'\n';
            return packet;
        }

        /// <summary>Every command answers, all of it in text that the board can make.</summary>
        [TestMethod]
        public static void EveryCommandAnswers()
        {
            TestBoard board = new TestBoard();

            Assert.AreEqual("ok  help NAME tells more", board.Ask("help"));
            Assert.AreEqual("ok  " + SettingsTable.All.Length.ToString() + " settings, 0 changes not saved", board.Ask("show"));
            for (int i = 0; i < SettingsTable.All.Length; i++)
            {
                Assert.AreEqual("ok  " + SettingsTable.All[i].Name, board.Ask("help " + SettingsTable.All[i].Name));
            }

            Assert.AreEqual("error  broker.host is not set", board.Ask("test"));
            Assert.AreEqual("ok  nothing to save", board.Ask("save"));
        }

        /// <summary>A file that was cut short anywhere leaves the one before.</summary>
        [TestMethod]
        public static void AFileThatIsCutLeavesTheOneBefore()
        {
            TestBoard board = new TestBoard();
            board.Ask("set motion.pin 4");
            board.Ask("save");
            board.Ask("set motion.pin 5");
            board.Ask("save");
            byte[] whole = board.Read(SettingsSlot.Second);

            for (int length = 0; length < whole.Length; length++)
            {
                byte[] cut = new byte[length];
                System.Array.Copy(whole, 0, cut, 0, length);
                board.TryWrite(SettingsSlot.Second, cut);
                Assert.AreEqual(4, new Settings(new SettingsKeeper(board).Saved).MotionPins[0]);
            }

            board.TryWrite(SettingsSlot.Second, whole);
            Assert.AreEqual(5, new Settings(new SettingsKeeper(board).Saved).MotionPins[0]);
        }
    }
}
