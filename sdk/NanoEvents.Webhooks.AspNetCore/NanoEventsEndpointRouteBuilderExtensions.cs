using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NanoEvents.Webhooks;
using NanoEvents.Webhooks.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds a receiver of webhooks to an application.</summary>
public static class NanoEventsEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Takes webhooks with events at a path, and hands each event to the handler of <c>AddNanoEventsWebhook().Handle&lt;YourHandler&gt;()</c>. The sender gets
    /// status 204 when all events of its request are handled.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, such as <c>/hook</c>.</param>
    /// <param name="secret">The key, <c>whsec_…</c>; or several, one a line. Read it from a file or a secret store.</param>
    /// <exception cref="FormatException">The secret is no key. The message does not repeat it.</exception>
    /// <exception cref="InvalidOperationException">There is no handler.</exception>
    public static IEndpointConventionBuilder MapNanoEvents(this IEndpointRouteBuilder endpoints, string pattern, string secret) =>
        endpoints.MapNanoEvents(pattern, new WebhookReceiverOptions { Keys = WebhookKey.ParseLines(secret) });

    /// <summary>As <see cref="MapNanoEvents(IEndpointRouteBuilder, string, string)"/>, with options. Each call makes a receiver of its own, with its own memory of what came.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, such as <c>/hook</c>.</param>
    /// <param name="options">The keys and limits.</param>
    /// <exception cref="ArgumentException">The options are invalid. The message says which.</exception>
    /// <exception cref="InvalidOperationException">There is no handler.</exception>
    public static IEndpointConventionBuilder MapNanoEvents(this IEndpointRouteBuilder endpoints, string pattern, WebhookReceiverOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(options);
        options = options with { };
        if (options.FindProblem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        Receivers receivers = endpoints.ServiceProvider.GetService<Receivers>()
            ?? throw new InvalidOperationException("There is no handler for webhooks: call builder.Services.AddNanoEventsWebhook().Handle<YourHandler>() before Build().");
        Receiver receiver = receivers.Add(pattern, options);
        return endpoints.MapMethods(pattern, [HttpMethods.Post], receiver.AnswerAsync).WithDisplayName("NanoEvents webhook " + pattern);
    }
}
