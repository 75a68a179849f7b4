namespace GlpCommerce.Core.Staff;

/// <summary>One field before and after; who changed it and when stands in the history.</summary>
/// <param name="Field">Its name in the history.</param>
public sealed record TextChange(string Field, string Before, string After);
