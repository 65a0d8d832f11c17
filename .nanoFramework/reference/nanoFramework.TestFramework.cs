namespace nanoFramework.TestFramework
{
    using System;
    using System.Collections;

    public class TestClassAttribute : Attribute
    {
        public TestClassAttribute() { }
    }

    public class TestMethodAttribute : Attribute
    {
        public TestMethodAttribute() { }
    }

    public class SetupAttribute : Attribute
    {
        public SetupAttribute() { }
    }

    public class CleanupAttribute : Attribute
    {
        public CleanupAttribute() { }
    }

    public class DataRowAttribute : Attribute
    {
        public DataRowAttribute(params object[] methodParameters) { }
        public object[] MethodParameters => throw null;
    }

    public sealed class Assert
    {
        public Assert() { }
        public static void AreEqual(bool expected, bool actual, string message = "") => throw null;
        public static void AreEqual(byte expected, byte actual, string message = "") => throw null;
        public static void AreEqual(int expected, int actual, string message = "") => throw null;
        public static void AreEqual(long expected, long actual, string message = "") => throw null;
        public static void AreEqual(string expected, string actual, string message = "") => throw null;
        public static void AreEqual(uint expected, uint actual, string message = "") => throw null;
        public static void AreEqual(ushort expected, ushort actual, string message = "") => throw null;
        public static void AreNotEqual(int notExpected, int actual, string message = "") => throw null;
        public static void AreNotEqual(long notExpected, long actual, string message = "") => throw null;
        public static void IsTrue(bool condition, string message = "") => throw null;
        public static void IsFalse(bool condition, string message = "") => throw null;
        public static void IsNull(object value, string message = "") => throw null;
        public static void IsNotNull(object value, string message = "") => throw null;
        public static void ThrowsException(Type exception, Action action, string message = "") => throw null;
        public static void SkipTest(string message = null) => throw null;
    }

    public sealed class CollectionAssert
    {
        public CollectionAssert() { }
        public static void AreEqual(ICollection expected, ICollection actual, string message = "") => throw null;
    }

    public static class OutputHelper
    {
        public static void WriteLine(string message) => throw null;
    }
}
