using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace NanoEvents.Cli.Certificates;

/// <summary>Writes files, whole or not at all; those with secrets can be read by their owner alone.</summary>
internal static class KeyFiles
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Public = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes text that everybody may read.</summary>
    public static void WritePublic(string path, string text) => Write(path, text, Public);

    /// <summary>Writes text that is nobody else's business.</summary>
    public static void WritePrivate(string path, string text) => Write(path, text, Private);

    /// <summary>Writes a certificate's key.</summary>
    public static void WriteKey(string path, X509Certificate2 certificate)
    {
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        WritePrivate(path, key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private static void Write(string path, string text, UnixFileMode mode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string draft = path + ".new";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // The mode is that of a file that is made: one that was left by a run before would keep its own.
            File.Delete(draft);
            options.UnixCreateMode = mode;
        }

        using (FileStream stream = new(draft, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        File.Move(draft, path, overwrite: true);
    }
}
