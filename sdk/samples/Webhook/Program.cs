using Samples;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
string secret = File.ReadAllText(builder.Configuration["SecretFile"] ?? "hook.key");

#region receive
builder.Services.AddNanoEventsWebhook().Handle<LogEvents>();
builder.Services.AddHealthChecks().AddNanoEventsWebhook();

WebApplication app = builder.Build();
app.MapNanoEvents("/hook", secret);
app.MapHealthChecks("/health");
#endregion

await app.RunAsync();
