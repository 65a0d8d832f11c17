using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NanoEvents.Firmware.Tests.Support;

/// <summary>What the core calls while it holds a lock, found in its source: the names of all methods, those called by the called ones included.</summary>
internal static class SourceLocks
{
    private static readonly SyntaxNode[] _roots = [.. Sources.Core.Select(name => CSharpSyntaxTree.ParseText(Sources.Read(name)).GetRoot())];

    public static int Count => _roots.Sum(root => Locks(root).Count());

    public static string[] CallsUnderLock(string type) =>
        [.. Reached(_roots.Where(root => Types(root).Any(name => name == type)).SelectMany(Locks)).Order()];

    public static string[] CallsUnderAnyLock() => [.. Reached(_roots.SelectMany(Locks)).Order()];

    private static HashSet<string> Reached(IEnumerable<SyntaxNode> from)
    {
        HashSet<string> reached = [];
        Queue<SyntaxNode> open = new(from);
        while (open.TryDequeue(out SyntaxNode? node))
        {
            foreach (string name in Calls(node).Where(reached.Add))
            {
                foreach (MethodDeclarationSyntax method in Methods(name))
                {
                    open.Enqueue(method);
                }
            }
        }

        return reached;
    }

    private static IEnumerable<LockStatementSyntax> Locks(SyntaxNode root) => root.DescendantNodes().OfType<LockStatementSyntax>();

    private static IEnumerable<string> Types(SyntaxNode root) => root.DescendantNodes().OfType<TypeDeclarationSyntax>().Select(type => type.Identifier.Text);

    private static IEnumerable<string> Calls(SyntaxNode node) =>
        node.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(call => call.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
            _ => call.Expression.ToString(),
        }).Where(name => name != "unchecked");

    private static IEnumerable<MethodDeclarationSyntax> Methods(string name) =>
        _roots.SelectMany(root => root.DescendantNodes().OfType<MethodDeclarationSyntax>()).Where(method => method.Identifier.Text == name);
}
