using GlpCommerce.Core.Data;
using GlpCommerce.Web;
using GlpCommerce.Web.Operations;

try
{
    // On another core, while this one reads the settings: the database's model is half of a cold start.
    _ = Task.Run(SqliteShopDb.WarmUp);

    // Settings are read once, at the start, so nothing has to watch their files.
    var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
    builder.AddGlpCommerceWeb();
    var app = builder.Build();
    if (StaffCommand.Of(args) is { } command)
    {
        return await command.RunAsync(app.Services);
    }

    await app.OpenShopAsync();
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception error) when (StartupProblem.Sentence(error) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
