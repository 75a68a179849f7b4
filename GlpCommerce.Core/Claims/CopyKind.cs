namespace GlpCommerce.Core.Claims;

/// <summary>What a text is for, which decides what it may say.</summary>
public enum CopyKind
{
    /// <summary>What sells a product: no medicine, no illness, no promise.</summary>
    Product,

    /// <summary>The same for a supplement: what it does for the body stands in its claim, which brings the FDA's disclaimer.</summary>
    Supplement,

    /// <summary>Who should ask first. It must name the illness, and sometimes the medicine, that it is about; it promises nothing.</summary>
    Caution,

    /// <summary>The article of a product's page: like a product, but its paragraphs that warn may name an illness.</summary>
    Article,

    /// <summary>A guide with its sources. It must name the medicines; it promises nothing.</summary>
    Guide,

    /// <summary>What a guide or an article rests on: titles of works, which name what they are about. Their addresses are not read.</summary>
    Source,

    /// <summary>One of the merchant's own pages, such as its terms: it promises nothing.</summary>
    Policy,
}
