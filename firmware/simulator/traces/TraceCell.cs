using System.Globalization;

namespace NanoEvents.Simulator;

/// <summary>Reads what a recording shows of a sensor.</summary>
internal static class TraceCell
{
    private const decimal MaxSteps = 100_000_000;

    // What data loggers, spreadsheets and home automation write if a sensor has not answered.
    private static readonly string[] _holes = ["", "nan", "null", "none", "na", "n/a", "-", "--", "unavailable", "unknown"];

    /// <summary>Whether the cell says that there was no reading.</summary>
    public static bool IsHole(ReadOnlySpan<char> cell)
    {
        foreach (string hole in _holes)
        {
            if (cell.Equals(hole, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A measured value with so many decimals, in steps: a temperature with 2, in centi °C.</summary>
    public static bool TryReadSteps(ReadOnlySpan<char> cell, int decimals, out int steps)
    {
        bool isNumber = TryReadNumber(cell, out decimal value);
        for (int i = 0; i < decimals; i++)
        {
            value = Math.Clamp(value, -MaxSteps, MaxSteps) * 10;
        }

        // Beyond the range of every sensor, the exact value does not matter.
        steps = (int)Math.Round(Math.Clamp(value, -MaxSteps, MaxSteps), MidpointRounding.AwayFromZero);
        return isNumber;
    }

    /// <summary>A motion pin's level. A program that stores a column with holes as numbers writes 0.0 and 1.0.</summary>
    public static bool TryReadLevel(ReadOnlySpan<char> cell, out int level)
    {
        if (cell is "0" or "1")
        {
            level = cell[0] - '0';
            return true;
        }

        bool isWord = cell.Equals("on", StringComparison.OrdinalIgnoreCase) || cell.Equals("true", StringComparison.OrdinalIgnoreCase);
        bool isOther = cell.Equals("off", StringComparison.OrdinalIgnoreCase) || cell.Equals("false", StringComparison.OrdinalIgnoreCase);
        bool isNumber = TryReadNumber(cell, out decimal number) && number is 0 or 1;
        level = isWord || number == 1 ? 1 : 0;
        return isWord || isOther || isNumber;
    }

    // A comma in a cell is a decimal comma: what separates cells is another one, or the cell is in quotation marks.
    private static bool TryReadNumber(ReadOnlySpan<char> cell, out decimal number)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        bool hasComma = cell.Contains(',') && !cell.Contains('.');
        return hasComma
            ? decimal.TryParse(cell.ToString().Replace(',', '.'), Styles, CultureInfo.InvariantCulture, out number)
            : decimal.TryParse(cell, Styles, CultureInfo.InvariantCulture, out number);
    }
}
