using System.ComponentModel.DataAnnotations;

namespace GlpCommerce.Core.Payments;

public enum PaymentProvider
{
    /// <summary>A provider inside the shop that moves no money.</summary>
    Sandbox,
    Stripe,
}

public sealed class PaymentOptions
{
    public const string Section = "Payments";

    [EnumDataType(typeof(PaymentProvider), ErrorMessage = "Payments:Provider may be Sandbox or Stripe.")]
    public PaymentProvider Provider { get; set; }

    /// <summary>Lets a shop outside Development run on the sandbox; every page then says that no money moves.</summary>
    public bool AllowSandbox { get; set; }
}
