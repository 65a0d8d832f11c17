using System.Net;

namespace NanoEvents.Cli;

/// <summary>
/// Whether an address may try a password: after some wrong ones in a row it must wait, so that a dictionary attack is slow. Other addresses never
/// wait for it.
/// </summary>
internal sealed class LoginGuard(BrokerLimits limits, TimeProvider time)
{
    // An address without a wrong password for this many pauses is removed.
    private const int ForgottenAfterPauses = 6;
    private const int MaxAddresses = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Failures> _wrong = [];

    /// <summary>Whether it may try now.</summary>
    public bool MayTry(IPAddress address)
    {
        lock (_lock)
        {
            return !_wrong.TryGetValue(address, out Failures failures)
                || failures.InARow < limits.MaxWrongPasswords
                || time.GetElapsedTime(failures.LastAt) >= limits.WrongPasswordPause;
        }
    }

    /// <summary>It was wrong.</summary>
    public void NoteWrong(IPAddress address)
    {
        lock (_lock)
        {
            Forget();
            int before = _wrong.GetValueOrDefault(address).InARow;

            // After a pause the count starts again.
            _wrong[address] = new Failures(before >= limits.MaxWrongPasswords ? 1 : before + 1, time.GetTimestamp());
        }
    }

    /// <summary>It was right.</summary>
    public void NoteRight(IPAddress address)
    {
        lock (_lock)
        {
            _wrong.Remove(address);
        }
    }

    private void Forget()
    {
        if (_wrong.Count < MaxAddresses)
        {
            return;
        }

        foreach (IPAddress old in _wrong.Where(one => time.GetElapsedTime(one.Value.LastAt) > ForgottenAfterPauses * limits.WrongPasswordPause).Select(one => one.Key).ToArray())
        {
            _wrong.Remove(old);
        }

        if (_wrong.Count >= MaxAddresses)
        {
            _wrong.Remove(_wrong.MinBy(one => one.Value.LastAt).Key);
        }
    }

    private readonly record struct Failures(int InARow, long LastAt);
}
