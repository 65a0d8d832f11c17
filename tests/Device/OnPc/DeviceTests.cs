using System.Reflection;
using nanoFramework.TestFramework;

namespace NanoEvents.Device.Tests;

/// <summary>Runs each test of tests/Device as nanoFramework's launcher does: setup, tests and rows, cleanup, and no instance.</summary>
public sealed class DeviceTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static IEnumerable<Xunit.TheoryDataRow<string, string, object[]>> Rows() =>
        from type in typeof(DeviceTests).Assembly.GetTypes()
        where type.IsDefined(typeof(TestClassAttribute))
        from method in type.GetMethods(Declared)
        from arguments in Arguments(method)
        select new Xunit.TheoryDataRow<string, string, object[]>(type.Name, method.Name, arguments);

    [Xunit.Theory]
    [Xunit.MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void OnNet(string type, string method, object[] arguments)
    {
        Type testClass = typeof(DeviceTests).Assembly.GetTypes().Single(t => t.Name == type && t.IsDefined(typeof(TestClassAttribute)));
        RunAll(testClass, typeof(SetupAttribute));
        try
        {
            Run(testClass.GetMethod(method, Declared), arguments);
        }
        finally
        {
            RunAll(testClass, typeof(CleanupAttribute));
        }
    }

    private static IEnumerable<object[]> Arguments(MethodInfo method) =>
        method.IsDefined(typeof(TestMethodAttribute)) ? [[]] : method.GetCustomAttributes<DataRowAttribute>().Select(r => r.MethodParameters);

    private static void RunAll(Type testClass, Type attribute)
    {
        foreach (MethodInfo method in testClass.GetMethods(Declared).Where(m => m.IsDefined(attribute)))
        {
            Run(method, []);
        }
    }

    private static void Run(MethodInfo method, object[] arguments)
    {
        Xunit.Assert.True(method.IsStatic, $"{method.Name} must be static: nanoFramework's launcher makes no instance");
        method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }
}
