using System.Collections;

// Stands in for nanoFramework.TestFramework: as much of it as the tests in tests/Device use.
namespace nanoFramework.TestFramework;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class TestClassAttribute : Attribute;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class TestMethodAttribute : Attribute;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class SetupAttribute : Attribute;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class CleanupAttribute : Attribute;

[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class DataRowAttribute(params object[] methodParameters) : Attribute
{
    public object[] MethodParameters { get; } = methodParameters;
}

internal static class Assert
{
    public static void AreEqual(bool expected, bool actual, string message = "") => Xunit.Assert.True(expected == actual, Said(expected, actual, message));

    public static void AreEqual(int expected, int actual, string message = "") => Xunit.Assert.True(expected == actual, Said(expected, actual, message));

    public static void AreEqual(long expected, long actual, string message = "") => Xunit.Assert.True(expected == actual, Said(expected, actual, message));

    public static void AreEqual(uint expected, uint actual, string message = "") => Xunit.Assert.True(expected == actual, Said(expected, actual, message));

    public static void AreEqual(string expected, string actual, string message = "") => Xunit.Assert.True(expected == actual, Said(expected, actual, message));

    public static void AreNotEqual(int notExpected, int actual, string message = "") => Xunit.Assert.True(notExpected != actual, message);

    public static void AreNotEqual(long notExpected, long actual, string message = "") => Xunit.Assert.True(notExpected != actual, message);

    public static void IsTrue(bool condition, string message = "") => Xunit.Assert.True(condition, message);

    public static void IsFalse(bool condition, string message = "") => Xunit.Assert.False(condition, message);

    public static void IsNull(object value, string message = "") => Xunit.Assert.True(value is null, message);

    public static void IsNotNull(object value, string message = "") => Xunit.Assert.True(value is not null, message);

    public static void ThrowsException(Type exception, Action action, string message = "") =>
        Xunit.Assert.True(Xunit.Record.Exception(action)?.GetType() == exception, message);

    public static void SkipTest(string message = null) => Xunit.Assert.Skip(message ?? "skipped by the test");

    private static string Said(object expected, object actual, string message) => $"{message} expected {expected}, was {actual}";
}

internal static class CollectionAssert
{
    public static void AreEqual(ICollection expected, ICollection actual, string message = "") =>
        Xunit.Assert.True(expected.Cast<object>().SequenceEqual(actual.Cast<object>()), message);
}

internal static class OutputHelper
{
    public static void WriteLine(string message) => Xunit.TestContext.Current.TestOutputHelper?.WriteLine(message);
}
