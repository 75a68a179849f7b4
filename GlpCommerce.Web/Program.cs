using GlpCommerce.Web;
using GlpCommerce.Web.Operations;

var builder = WebApplication.CreateBuilder(args);
builder.AddGlpCommerceWeb();

var app = builder.Build();
app.UseGlpCommerceWeb();
await app.StartShopAsync();
await app.RunAsync();
