namespace NanoEvents;

/// <summary>Explains why the TLS of this machine has refused the broker's side of the handshake. Such an error is no alert: the broker has not refused.</summary>
internal static class TlsRefusal
{
    private const string Key = "Make the broker another certificate, as `nanoevents certificates` does: RSA from 2048 bits or an elliptic curve from 256, signed with SHA-256";
    private const string Exchange = "Let the broker use elliptic curves (ECDHE), or Diffie-Hellman of 2048 bits (dhparamfile)";

    // In OpenSSL's words, without spaces. Other systems do not say which it was.
    private static readonly (string Words, TlsTrouble Trouble)[] _known =
    [
        ("unsupportedprotocol", TlsAlert.OldVersion),
        ("wrongsslversion", TlsAlert.OldVersion),
        ("versiontoolow", TlsAlert.OldVersion),
        ("dhkeytoosmall", new("its Diffie-Hellman key is too short", Exchange)),
        ("wrongcurve", new("its elliptic curve is one that this machine does not take", Exchange)),
        ("eekeytoosmall", new("its certificate has a key that is too short", Key)),
        ("cakeytoosmall", new("an authority of its certificate has a key that is too short", Key)),
        ("camdtooweak", new("its certificate is signed with a hash that can be forged", Key)),
        ("wrongsignaturetype", new("it signs with an algorithm that this machine does not take", Key)),
        ("legacysigalgdisallowedorunsupported", new("it signs with an algorithm that this machine does not take", Key)),
        ("wrongcipherreturned", new("it uses a cipher that this machine does not take", TlsAlert.Ciphers)),
    ];

    /// <summary>Null if the error is another one.</summary>
    public static TlsTrouble? Find(Exception e)
    {
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            string text = TlsAlert.Letters(inner.Message);
            if (_known.FirstOrDefault(known => text.Contains(known.Words, StringComparison.Ordinal)).Trouble is { } trouble)
            {
                return trouble;
            }
        }

        return null;
    }
}
