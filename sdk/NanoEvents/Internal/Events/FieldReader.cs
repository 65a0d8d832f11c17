namespace NanoEvents;

/// <summary>Reads the value of a JSON field from an event.</summary>
/// <param name="e">An event of the field's kind.</param>
internal delegate object? FieldReader(in NanoEvent e);
