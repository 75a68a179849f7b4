using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace GlpCommerce.Web.Tests.Support.Pages;

/// <summary>An answer of the shop, as a reader sees it.</summary>
public sealed record Page(HttpResponseMessage Answer, IHtmlDocument Document, string Html)
{
    public HttpStatusCode Status => Answer.StatusCode;

    /// <summary>Path and question of where the reader ended up.</summary>
    public string Path => Answer.RequestMessage!.RequestUri!.PathAndQuery;

    public string Heading => Text("h1");

    /// <summary>What is said aloud because it stands in the way.</summary>
    public IReadOnlyList<string> Alerts => Texts("[role=alert], .err");

    public string Header(string name) => Answer.Headers.TryGetValues(name, out var values) || Answer.Content.Headers.TryGetValues(name, out values)
        ? string.Join(", ", values) : "";

    public IHtmlFormElement Form(string action) =>
        Document.Forms.First(f => new Uri(f.Action).AbsolutePath == action && f.QuerySelector("input[name=__RequestVerificationToken]") is not null);

    public string Text(string selector) => Words(Document.QuerySelector(selector));

    public IReadOnlyList<string> Texts(string selector) => [.. Document.QuerySelectorAll(selector).Select(Words)];

    /// <summary>An element's text with its white space as a browser shows it.</summary>
    public static string Words(IElement? element) =>
        string.Join(' ', (element?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A page that belongs to a browser, so that one can act in it.</summary>
public abstract class VisitedPage(Visitor visitor, Page page)
{
    public Page Page => page;

    public HttpStatusCode Status => page.Status;

    public IReadOnlyList<string> Alerts => page.Alerts;

    protected Visitor Visitor => visitor;

    protected IHtmlDocument Document => page.Document;
}
