namespace NanoEvents;

/// <summary>Puts the value of a JSON field into the event that is being read.</summary>
/// <param name="parts">The event that is being read.</param>
/// <param name="value">The value, of the field's type; null if the field may be null.</param>
/// <returns>Whether the value is valid.</returns>
internal delegate bool FieldWriter(EventParts parts, object? value);
