using System.Security.Cryptography;
using System.Text;

namespace NanoEvents.Cli.Certificates;

/// <summary>Passwords as Mosquitto 2 keeps them: `$7$ITERATIONS$SALT$HASH`, which is PBKDF2 with SHA-512.</summary>
internal static class MosquittoPassword
{
    private const int Iterations = 1000;
    private const int SaltBytes = 12;
    private const int HashBytes = 64;
    private const int PasswordBytes = 18;

    /// <summary>A password made of 144 random bits.</summary>
    public static string New() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(PasswordBytes)).Replace('+', '-').Replace('/', '_');

    /// <summary>The entry in Mosquitto's password file after the user's name.</summary>
    public static string Hash(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        byte[] hash = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, Iterations, HashAlgorithmName.SHA512, HashBytes);
        return $"$7${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";
    }
}
