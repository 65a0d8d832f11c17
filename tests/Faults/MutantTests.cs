namespace NanoEvents.Faults.Tests;

public sealed class MutantTests(ITestOutputHelper output)
{
    private const int Seeds = 3000;
    private const string Publisher = "core/publishing/Publisher.cs";
    private const string Retained = "core/publishing/RetainedMessages.cs";
    private const string EventSealer = "core/publishing/EventSealer.cs";
    private const string StateSealer = "core/publishing/StateSealer.cs";
    private const string Connection = "core/publishing/Connection.cs";
    private const string Outbox = "core/ring/Outbox.cs";
    private const string Clock = "core/publishing/WallClock.cs";
    private const string StorePages = "core/publishing/store/StorePages.cs";
    private const string StoreSender = "core/publishing/store/StoreSender.cs";
    private const string StoreFiller = "core/publishing/StoreFiller.cs";
    private const string Oscillation = "core/sensing/Oscillation.cs";
    private const string Watchdog = "core/device/Watchdog.cs";
    private const string Keeper = "core/settings/SettingsKeeper.cs";
    private const string SettingsFrame = "core/settings/SettingsFrame.cs";
    private const string Line = "sdk/Internal/Timeline/BootLine.cs";
    private const string Timeline = "sdk/Internal/Timeline/DeviceTimeline.Boots.cs";
    private const string Dating = "sdk/Internal/Events/EventDating.cs";
    private const string Watch = "sdk/Internal/Reading/GapWatch.cs";

    /// <summary>Each mistake: what it is, the file, the text, and what stands there instead.</summary>
    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { "empties the outbox before the acknowledgement", Publisher, "_sending = SendingEvents;", "_sending = SendingEvents; _outbox.Acknowledge();" },
        { "empties the outbox whatever the answer was", Publisher, "                if (_sending == SendingRetained)", "                if (_sending == SendingEvents) { _outbox.Acknowledge(); }\n                if (_sending == SendingRetained)" },
        { "takes a state's acknowledgement for the events'", Publisher, "if (_sending == SendingEvents)\n                {\n                    _outbox", "if (_outbox.Count != 0 || _sending == SendingEvents)\n                {\n                    _outbox" },
        { "says the start once and never again", Publisher, "_events.Seal(nowMs / BatchFormat.TickMs, _bootPending)", "_events.Seal(nowMs / BatchFormat.TickMs, _bootPending) + ((_bootPending = false) ? 1 : 0)" },
        { "sends no state but after opening", Retained, "_state.Sent(nowMs + _periodMs);", "_state.Sent(nowMs + 100000000);" },
        { "seals the outbox without its last event, now and then", Outbox, "i < _window; i++)\n            {\n                writer", "i < ((_acknowledged & 3) != 0 || _window == 1 ? _window : _window - 1); i++)\n            {\n                writer" },
        { "seals the outbox with another first number, now and then", EventSealer, "Begin(_outbox.First, nowTicks,", "Begin(_outbox.First + ((int)nowTicks & 1), nowTicks," },
        { "forgets the overflow", EventSealer, "_envelope.PutNumber(BatchFormat.FieldOverflow, overflow);", "" },
        { "says one too many in an overflow", EventSealer, "PutNumber(BatchFormat.FieldOverflow, overflow);", "PutNumber(BatchFormat.FieldOverflow, overflow == 0 ? 0 : overflow + 1);" },
        { "says in the state that nothing waits", StateSealer, "unchecked(next - _outbox.FirstUnacknowledged)", "0" },
        { "says in the state that everything waits", StateSealer, "unchecked(next - _outbox.FirstUnacknowledged)", "next - 1" },
        { "accepts an old token", Connection, "int pending = OutcomeOf(token, Pending);", "int pending = OutcomeOf(_token, Pending); token = _token;" },
        { "takes a close for an acknowledgement", Connection, "OutcomeOf(_token, Failed), OutcomeOf(_token, Pending)", "OutcomeOf(_token, Accepted), OutcomeOf(_token, Pending)" },
        { "fills the outbox again", Outbox, "if (_count == 0)", "if (_count <= 3)" },
        { "drops from the outbox when the ring is half full", Outbox, "if (_count == 0)", "if (_count != 0 && _ring.IsHalfFull) { _ring.Take(this, 1); }\n            if (_count == 0)" },
        { "states no drift", Clock, "(away * _driftPpm) + 999999", "0" },
        { "states no drift before the time was told", Clock, "before > after ? before : after", "after" },
        { "does not add the error", Clock, "(errorMs + BatchFormat.TickMs - 1) / BatchFormat.TickMs", "0" },
        { "sends what is new before what is stored", Publisher, "if (_store != null && _store.TryNext())\n            {\n                SendStored", "if (_store != null && _ring.Count == 0 && !_bootPending && _store.TryNext())\n            {\n                SendStored" },
        { "takes a stored batch for acknowledged when it is sent", Publisher, "_sending = SendingStored;", "_sending = SendingStored; _store.Acknowledged();" },
        { "forgets a page with its first batch", StoreSender, "_hasBatch = _isPart && !_parts.IsLast;", "_hasBatch = _isPart && !_parts.IsLast; _pages.Sending.Length = 0;" },
        { "does not say what was overwritten", StoreSender, "_wholeLength = lost > 0 ?", "_wholeLength = lost < 0 ?" },
        { "says that more was overwritten", StoreSender, "int lost = unchecked(page.BatchFirst - _expected);", "int lost = unchecked(page.BatchFirst - _expected + 1);" },
        { "does not look at what the flash holds", StorePages, "            Find(losses);\n", "" },
        { "hands over to the store what it does not take", StoreFiller, "_outbox.Fill(maxEvents);", "_outbox.HandOver(); _outbox.Fill(maxEvents);" },
        { "writes over the settings that apply", Keeper, "_newest == SettingsSlot.First ? SettingsSlot.Second : SettingsSlot.First", "_newest" },
        { "takes the older settings", Keeper, "SettingsFile.Generation(second)) > 0", "SettingsFile.Generation(second)) < 0" },
        { "believes a settings file without its check", SettingsFrame, "GetNumber(file, file.Length - CheckBytes, CheckBytes) == Crc16.Compute(file, file.Length - CheckBytes)\n                && LinesEnd(file) >= 0", "true" },
        { "leaves a pin on that oscillates", Oscillation, "if (_count < most)", "if (_count < most || _pin != null)" },
        { "lets a publisher that has ended rest", Watchdog, "_board.Restart();", "" },
        { "skips de-duplication", Line, "int old = (int)Math.Min(Math.Max(-(long)ahead, 0), batch.EventCount);", "int old = 0;" },
        { "reports a gap at once and delivers it later, too", Line, "return ahead <= 0 || batch.Overflow >= ahead ? 0 : (uint)ahead - batch.Overflow;", "if (ahead > 0 && batch.Overflow < ahead) { Lose((uint)ahead - batch.Overflow, LossCause.Transit); Next -= (uint)ahead - batch.Overflow; } return 0;" },
        { "waits for nothing", Line, "return _held.WaitingSince + _patience;", "return _held.WaitingSince;" },
        { "takes transit for overflow", Line, "return ahead <= 0 || batch.Overflow >= ahead ? 0", "return ahead <= 0 || batch.Overflow >= 0 ? 0" },
        { "forgets to report what a restart took", Line, "_out.End(Next);", "" },
        { "drops what is held at a restart", Line, "while (IsWaiting)\n        {\n            GiveUp();\n        }", "" },
        { "lets an old boot come back", Line, "_reached = Next;\n        IsRetired = true;", "_reached = Next;" },
        { "says the start with each batch", Line, "if (!batch.HasBoot || _bootSaid)", "if (!batch.HasBoot)" },
        { "sees no missing tail", Line, "public void SeeTail(uint tail, DateTimeOffset arrival) => _tails.Add(Next, tail, arrival);", "public void SeeTail(uint tail, DateTimeOffset arrival) { }" },
        { "acknowledges what it holds", Line, "_held.Add(held);", "_out.Done(held); _held.Add(held);" },
        { "begins each boot with what comes first", Timeline, "bool isWhole = batch.HasBoot || _boots.Current is not null;", "bool isWhole = batch.HasBoot;" },
        { "dates by the time of arrival alone", Dating, "arrival.UtcTicks - (sealedTicks * TicksPerWireTick)", "arrival.UtcTicks" },
        { "forgets a part of the error", Dating, "(batch.AnchorErrorTicks + 1L)", "(batch.AnchorErrorTicks / 2)" },
        { "never looks at what is missing", Watch, "public void Expire(DateTimeOffset now)\n    {", "public void Expire(DateTimeOffset now)\n    { return;" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void TheRunnerNoticesEachMistake(string mistake, string file, string text, string instead)
    {
        int seed = Mutant.FindBroken(file, text, instead, Seeds);

        output.WriteLine($"{mistake}: {(seed < 0 ? "not noticed" : $"noticed by seed {seed}")}");
        Assert.InRange(seed, 0, Seeds);
    }

    [Fact]
    public void WithoutAMistakeTheSameSourcesHoldTheLaw() =>
        Assert.Equal(-1, Mutant.FindBroken(Publisher, "_sending = SendingEvents;", "_sending  =  SendingEvents;", 100));
}
