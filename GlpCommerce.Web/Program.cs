using GlpCommerce.Web;
using GlpCommerce.Web.Operations;

try
{
    // Settings are read once, at the start, so nothing has to watch their files.
    var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
    builder.AddGlpCommerceWeb();
    var app = builder.Build();
    app.UseGlpCommerceWeb();
    await app.StartShopAsync();
    await app.RunAsync();
    return 0;
}
catch (Exception error) when (StartupProblem.Sentence(error) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
