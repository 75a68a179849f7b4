using GlpCommerce.Core.Common;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Web.Admin.Products;

/// <summary>Something that is done to a product as it is saved.</summary>
/// <param name="Said">What is said once it is done.</param>
/// <param name="BringsOut">Whether shoppers read it then.</param>
public sealed record ProductAct(Func<Actor, int, int, CancellationToken, Task<Result<ProductVersion>>> Do, string Said, bool BringsOut = false);
