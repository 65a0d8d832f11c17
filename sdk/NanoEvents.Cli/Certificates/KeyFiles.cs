using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace NanoEvents.Cli.Certificates;

/// <summary>Writes files completely or not at all. Only the owner can read files with secrets.</summary>
internal static class KeyFiles
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Public = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes a file that all may read.</summary>
    public static void WritePublic(string path, string text) => Write(path, text, Public);

    /// <summary>Writes a file that only its owner may read.</summary>
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
            // The mode applies only to a new file; an existing file of an earlier run would keep its own mode.
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
