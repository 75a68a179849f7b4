using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>A bUnit context in which somebody with a role sits before the staff's pages of a real shop.</summary>
public abstract class StaffComponentContext : ShopComponentContext
{
    /// <summary>What lies over the pages; there once somebody has sat down.</summary>
    protected IRenderedComponent<MudDialogProvider> Dialogs { get; private set; } = null!;

    /// <summary>Somebody sits down, and opens nothing yet.</summary>
    protected void Sit(TestShop shop, string role)
    {
        Services.AddMudServices();
        Services.AddFallbackServiceProvider(shop.Services);
        Services.AddSingleton<AuthenticationStateProvider>(new Somebody(role));
        Services.AddScoped<StaffSession>().AddSingleton(shop.Get<SessionEditor>());
        Render<MudPopoverProvider>();
        Dialogs = Render<MudDialogProvider>();
    }

    protected IRenderedComponent<T> Open<T>(TestShop shop, string role, Action<ComponentParameterCollectionBuilder<T>>? with = null)
        where T : IComponent
    {
        Sit(shop, role);
        return Render(with ?? (_ => { }));
    }

    /// <summary>Opens a dialog over no page at all.</summary>
    protected Task AskAsync<T>(TestShop shop, string role, params (string Name, object? Value)[] with)
        where T : IComponent
    {
        Sit(shop, role);
        return ShowAsync<T>(with);
    }

    /// <summary>Opens one more.</summary>
    protected Task ShowAsync<T>(params (string Name, object? Value)[] with)
        where T : IComponent
    {
        var parameters = new DialogParameters();
        foreach (var (name, value) in with)
        {
            parameters.Add(name, value);
        }

        return Dialogs.InvokeAsync(() => Services.GetRequiredService<IDialogService>().ShowAsync<T>("A question", parameters));
    }

    /// <summary>The field of these words.</summary>
    protected IElement Field(string label)
    {
        var words = Dialogs.FindAll("label").Single(words => words.TextContent.Trim() == label);
        return words.QuerySelector("input") ?? Dialogs.Find($"[id='{words.GetAttribute("for")}']");
    }

    protected static IElement Button<T>(IRenderedComponent<T> part, string words)
        where T : IComponent => part.FindAll("button").Single(button => button.TextContent.Trim() == words);

    /// <summary>Waits until the dialog has closed: what was asked was done, or left.</summary>
    protected void IsClosed() => Dialogs.WaitForAssertion(() => Assert.Empty(Dialogs.FindAll(".mud-dialog")));

    private sealed class Somebody(string role) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(
            new ClaimsIdentity([new Claim(AccessClaims.Account, "7"), new Claim(AccessClaims.Role, role)], "test", AccessClaims.Account, AccessClaims.Role))));
    }
}
