namespace NanoEvents;

/// <summary>Takes the value of a JSON field out of an event.</summary>
/// <param name="e">An event of the field's kind.</param>
internal delegate object? FieldReader(in NanoEvent e);
