using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NanoEvents.Firmware.Tests.Support;

/// <summary>What the core calls while it holds a lock, found in its source: the names of all methods, those called by the called ones included.</summary>
internal static class SourceLocks
{
    private static readonly SyntaxNode[] _roots = [.. Sources.Core.Select(name => CSharpSyntaxTree.ParseText(Sources.Read(name)).GetRoot())];

    public static int Count => _roots.Sum(root => Locks(root).Count());

    /// <summary>What a type calls under its locks, by itself and through its own methods.</summary>
    public static string[] CallsUnderLock(string type)
    {
        SyntaxNode[] own = [.. _roots.Where(root => Types(root).Any(name => name == type))];
        return [.. Reached(own, own.SelectMany(Locks)).Order()];
    }

    public static string[] CallsUnderAnyLock() => [.. Reached(_roots, _roots.SelectMany(Locks)).Order()];

    private static HashSet<string> Reached(SyntaxNode[] roots, IEnumerable<SyntaxNode> from)
    {
        HashSet<string> reached = [];
        Queue<SyntaxNode> open = new(from);
        while (open.TryDequeue(out SyntaxNode? node))
        {
            foreach (string name in Calls(node).Where(reached.Add))
            {
                foreach (MethodDeclarationSyntax method in Methods(roots, name))
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

    private static IEnumerable<MethodDeclarationSyntax> Methods(SyntaxNode[] roots, string name) =>
        roots.SelectMany(root => root.DescendantNodes().OfType<MethodDeclarationSyntax>()).Where(method => method.Identifier.Text == name);
}
