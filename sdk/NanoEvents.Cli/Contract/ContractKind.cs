using System.Text.Json.Nodes;
using NanoEvents.Firmware;
using NanoEvents.Protocol;

namespace NanoEvents.Cli.Contract;

/// <summary>A kind as the document shows it: an official one, the form that the kinds of your own have in common, or one that is declared.</summary>
/// <param name="Name">Its name in the document.</param>
/// <param name="Form">Its fields.</param>
/// <param name="Summary">What it says, in one sentence.</param>
/// <param name="Narrow">What is known of fields besides their type, as keywords of a schema: the only value, or the smallest and the largest one.</param>
/// <param name="Has">Whether an event is of this kind.</param>
internal sealed record ContractKind(string Name, KindInfo Form, string Summary, IReadOnlyDictionary<string, JsonObject> Narrow, Func<NanoEvent, bool> Has)
{
    /// <summary>The official kinds, and two forms for those of your own, whatever they are called.</summary>
    public static IReadOnlyList<ContractKind> General =>
    [
        .. Official,
        Own(KindTable.PrivateMeasurement, BatchFormat.FirstPrivateMeasurement, BatchFormat.FirstPrivateState - 1),
        Own(KindTable.PrivateCondition, BatchFormat.FirstPrivateState, BatchFormat.LastPrivate),
    ];

    /// <summary>The official kinds, and those that `firmware/samples` declares in this build.</summary>
    public static IReadOnlyList<ContractKind> Declared =>
    [
        .. Official,
        .. SensorTable.Quantities.Where(q => q.Names is not null).Select(q => Declare(
            KindTable.PrivateMeasurement, q.Kind, q.Name, $"{q.Name}, in {q.Unit}, moved by at least its deadband.", ("unit", new() { ["const"] = q.Unit }))),
        .. SensorTable.Switches.Select(s => Declare(
            KindTable.PrivateCondition, s.Kind, s.Name, $"{s.Name} is {s.On} or {s.Off}.", ("state", new() { ["enum"] = new JsonArray(s.On, s.Off) }))),
    ];

    private static IEnumerable<ContractKind> Official => KindTable.All.Select(kind =>
        new ContractKind(kind.Name, kind, kind.Summary, Keywords(("kind", new() { ["const"] = kind.Name })), e => e.Kind == kind.Kind));

    private static ContractKind Own(KindInfo form, int first, int last) => new(
        form.Name,
        form,
        form.Summary,
        Keywords(("kind", new() { ["pattern"] = "^[a-z][a-z0-9-]{0,15}$" }), ("number", new() { ["minimum"] = first, ["maximum"] = last })),
        e => KindTable.Of(e.Kind) == form);

    private static ContractKind Declare(KindInfo form, EventKind kind, string name, string summary, (string Field, JsonObject Words) words) => new(
        name,
        form,
        summary,
        Keywords(("kind", new() { ["const"] = name }), ("number", new() { ["const"] = (int)kind }), words),
        e => e.Kind == kind && e.KindName == name);

    private static Dictionary<string, JsonObject> Keywords(params (string Field, JsonObject Words)[] keywords) =>
        keywords.ToDictionary(k => k.Field, k => k.Words, StringComparer.Ordinal);
}
