using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NanoEvents.Cli.Output;
using NanoEvents.Firmware;

namespace NanoEvents.Cli.Configure;

/// <summary>The PEM files for nanoCLR's own store: the trusted authority, and the device's certificate. No message contains their content.</summary>
internal static class CertificateFiles
{
    private const string Certificate = "CERTIFICATE";
    private const string PrivateKey = "PRIVATE KEY";

    /// <summary>The authority's certificate, or several, as the store expects them.</summary>
    /// <exception cref="CommandException">The file is not there, or holds no certificate.</exception>
    public static byte[] Authority(string path)
    {
        string[] certificates = Certificates(path, SettingsTable.BrokerCa);
        return Stored(certificates);
    }

    /// <summary>The device's certificate, with intermediate certificates if the file has them, and its key.</summary>
    /// <exception cref="CommandException">A file is missing or invalid, or the files do not belong together.</exception>
    public static byte[] Device(string certificatePath, string keyPath)
    {
        string[] certificates = Certificates(certificatePath, SettingsTable.BrokerCertificate);
        string key = Key(keyPath);
        using X509Certificate2 own = X509Certificate2.CreateFromPem(certificates[0]);
        return PublicKeyOf(key) switch
        {
            null => throw new CommandException($"{SettingsTable.BrokerKey.Name}: {keyPath} holds no RSA or EC key, and nanoCLR knows no others"),
            { } publicKey when !publicKey.AsSpan().SequenceEqual(own.PublicKey.ExportSubjectPublicKeyInfo()) =>
                throw new CommandException($"{SettingsTable.BrokerKey.Name}: {keyPath} is not the key of the certificate in {certificatePath}"),
            _ => Stored([.. certificates, key]),
        };
    }

    private static string[] Certificates(string path, Setting setting)
    {
        string[] certificates = Blocks(Read(path, setting), label => label == Certificate);
        try
        {
            foreach (string certificate in certificates)
            {
                X509Certificate2.CreateFromPem(certificate).Dispose();
            }
        }
        catch (CryptographicException)
        {
            throw new CommandException($"{setting.Name}: a certificate in {path} is damaged");
        }

        return certificates.Length != 0 ? certificates : throw new CommandException($"{path} holds no certificate: {setting.Name} must be a PEM file");
    }

    private static string Key(string path)
    {
        string text = Read(path, SettingsTable.BrokerKey);

        // There are two forms: one in the label, and an older one in a separate line.
        if (text.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            throw new CommandException($"{SettingsTable.BrokerKey.Name}: {path} is encrypted, and the device has no password for it: `openssl pkey -in {path} -out plain.key`");
        }

        string[] keys = Blocks(text, label => label.EndsWith(PrivateKey, StringComparison.Ordinal));
        return keys.Length == 1 ? keys[0] : throw new CommandException($"{path} holds {(keys.Length == 0 ? "no key" : "several keys")}: {SettingsTable.BrokerKey.Name} must be a PEM file with one");
    }

    private static byte[]? PublicKeyOf(string key)
    {
        foreach (AsymmetricAlgorithm algorithm in new AsymmetricAlgorithm[] { RSA.Create(), ECDsa.Create() })
        {
            using (algorithm)
            {
                try
                {
                    algorithm.ImportFromPem(key);
                    return algorithm.ExportSubjectPublicKeyInfo();
                }
                catch (Exception e) when (e is CryptographicException or ArgumentException)
                {
                    // A key of the other kind, or of none.
                }
            }
        }

        return null;
    }

    private static string[] Blocks(string text, Predicate<string> isWanted)
    {
        List<string> blocks = [];
        for (int at = 0; PemEncoding.TryFind(text.AsSpan(at), out PemFields fields); at += fields.Location.End.Value)
        {
            string found = text[at..];
            if (isWanted(found[fields.Label]))
            {
                blocks.Add(found[fields.Location]);
            }
        }

        return [.. blocks];
    }

    // nanoCLR requires a PEM to end in a zero byte.
    private static byte[] Stored(string[] blocks) => Encoding.ASCII.GetBytes(string.Join('\n', blocks) + "\n\0");

    private static string Read(string path, Setting setting)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (setting == SettingsTable.BrokerKey && !File.Exists(path) && e is IOException or UnauthorizedAccessException)
        {
            // Perhaps it is the key itself: it is not repeated.
            throw new CommandException($"{setting.Name} must be the path of a PEM file: there is no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{setting.Name}: {path} cannot be read: {(e is FileNotFoundException or DirectoryNotFoundException ? "no such file" : e.Message)}");
        }
    }
}
