using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Joins the parts of an image, nanoFramework's .pe files, into one file, the way in which nanoCLR finds them in flash: one behind the other, each at a
/// multiple of four. Refuses a set that the board would not start: a part that another part needs is absent or has another version, or its native side
/// is not the one of nanoCLR.
/// </summary>
public sealed class JoinImage : Task
{
    [Required]
    public ITaskItem[] Parts { get; set; }

    /// <summary>versions.json: the checksums of nanoCLR's native sides.</summary>
    [Required]
    public string Versions { get; set; }

    [Required]
    public string Image { get; set; }

    public override bool Execute()
    {
        List<Part> parts = Parts.Select(p => new Part(p.GetMetadata("FullPath"))).ToList();
        foreach (string complaint in parts.SelectMany(p => p.Complaints(parts)).Concat(NativeComplaints(parts)))
        {
            Log.LogError("no image: " + complaint);
        }

        if (Log.HasLoggedErrors)
        {
            File.Delete(Image);
            return false;
        }

        // Written beside it first: a build that is stopped leaves no half an image.
        string unfinished = Image + ".unfinished";
        using (FileStream file = File.Create(unfinished))
        {
            foreach (Part part in parts)
            {
                file.Write(part.Bytes, 0, part.Bytes.Length);
                file.Write(new byte[3], 0, (4 - (part.Bytes.Length % 4)) % 4);
            }
        }

        File.Delete(Image);
        File.Move(unfinished, Image);
        Log.LogMessage(MessageImportance.High, "  image -> {0} ({1} parts, {2} bytes)", Image, parts.Count, new FileInfo(Image).Length);
        return true;
    }

    // "System.Net": { "version": "100.2.0.14", "checksum": "0x8EFB9944" }
    private IEnumerable<string> NativeComplaints(List<Part> parts)
    {
        string versions = File.ReadAllText(Versions);
        string clr = Regex.Match(versions, "\"nanoCLR\"[^}]*?\"version\": \"([^\"]+)\"").Groups[1].Value;
        foreach (Part part in parts.Where(p => p.IsWhole && p.Native != 0))
        {
            Match native = Regex.Match(versions, "\"" + Regex.Escape(part.FileName) + "\": \\{ \"version\": \"[^\"]+\", \"checksum\": \"0x([0-9A-Fa-f]{8})\"");
            string has = native.Success ? native.Groups[1].Value.ToUpperInvariant() : "none";
            if (has != part.Native.ToString("X8"))
            {
                yield return part.FileName + " wants native code 0x" + part.Native.ToString("X8") + ", nanoCLR " + clr + " has " + (native.Success ? "0x" : string.Empty) + has
                    + ": the board would not start; take versions that fit each other into " + Versions;
            }
        }
    }

    /// <summary>An assembly in nanoCLR's format, as far as it has to be read: what it is, and what it needs.</summary>
    private sealed class Part
    {
        private const int HeaderLength = 124;
        private const int TablesAt = 40;
        private const int ReferenceLength = 12;
        private const int References = 0;
        private const int AfterReferences = 1;
        private const int Strings = 11;
        private const int AfterStrings = 12;
        private const int End = 15;

        public Part(string path)
        {
            FileName = Path.GetFileNameWithoutExtension(path);
            Path_ = path;
            Bytes = File.Exists(path) ? File.ReadAllBytes(path) : new byte[0];
            IsWhole = Bytes.Length >= HeaderLength && Encoding.ASCII.GetString(Bytes, 0, 6) == "NFMRK1"
                && Enumerable.Range(0, End).All(t => Table(t) >= HeaderLength && Table(t) <= Table(t + 1)) && Table(End) <= Bytes.Length;
        }

        public string FileName { get; }

        public byte[] Bytes { get; }

        public bool IsWhole { get; }

        public uint Native { get { return BitConverter.ToUInt32(Bytes, 20); } }

        private string Path_ { get; }

        private string Name { get { return Text(BitConverter.ToUInt16(Bytes, 36)); } }

        private string Version { get { return VersionAt(28); } }

        public IEnumerable<string> Complaints(List<Part> parts)
        {
            if (!IsWhole)
            {
                yield return Path_ + (Bytes.Length == 0 ? " is not there" : " is no assembly of nanoFramework 1");
                yield break;
            }

            for (int at = Table(References); at + ReferenceLength <= Table(AfterReferences); at += ReferenceLength)
            {
                string name = Text(BitConverter.ToUInt16(Bytes, at));
                List<Part> named = parts.Where(p => p.IsWhole && p.Name == name).ToList();
                if (named.Count == 0)
                {
                    yield return FileName + " needs " + name + " " + VersionAt(at + 4) + ", which is not among the parts";
                }
                else if (named[0].Version != VersionAt(at + 4))
                {
                    yield return FileName + " needs " + named[0].FileName + " " + VersionAt(at + 4) + ", and this one is " + named[0].Version;
                }
            }
        }

        // nanoCLR compares only the first two numbers.
        private string VersionAt(int at)
        {
            return BitConverter.ToUInt16(Bytes, at) + "." + BitConverter.ToUInt16(Bytes, at + 2);
        }

        private int Table(int table)
        {
            return (int)Math.Min(int.MaxValue, BitConverter.ToUInt32(Bytes, TablesAt + (4 * table)));
        }

        // A number beyond the strings is one of those that nanoCLR knows by itself: the same in every assembly.
        private string Text(int number)
        {
            int start = Table(Strings) + number;
            int end = start < Table(AfterStrings) ? Array.IndexOf(Bytes, (byte)0, start) : -1;
            return end < 0 ? "the assembly " + number : Encoding.UTF8.GetString(Bytes, start, end - start);
        }
    }
}
