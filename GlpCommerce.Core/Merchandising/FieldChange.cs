namespace GlpCommerce.Core.Merchandising;

/// <summary>One field of a product before and after.</summary>
/// <param name="Field">A name of <see cref="ProductFields"/>, or <see cref="ProductStates.Field"/>.</param>
public sealed record FieldChange(string Field, string Before, string After);
