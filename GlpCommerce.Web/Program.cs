using GlpCommerce.Web;

var builder = WebApplication.CreateBuilder(args);
builder.AddGlpCommerceWeb();

var app = builder.Build();
// CORE START-UP GOES HERE (one line): the database is migrated and stocked before the first request.
app.UseGlpCommerceWeb();
await app.RunAsync();
