using System.Text.RegularExpressions;
using GlpCommerce.Core.Data;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>
/// The real program on Stripe's stand-in, and in the browser a stand-in of Stripe.js: a field into which a test types the
/// token that the real one would make of a card, or <c>refused</c> or <c>breaks</c>. What its frame says (<c>ready</c>,
/// <c>loaderror</c> or nothing) stands in <c>window.frameSays</c>. Nobody here has met the real ones.
/// </summary>
public sealed partial class StripeShop : IAsyncLifetime
{
    /// <summary>Where Stripe's script lives; these machines cannot reach it.</summary>
    public const string ScriptHost = "js.stripe.com";

    /// <summary>What the stand-in's field is called.</summary>
    public const string Card = "Card (stand-in)";

    private const string Script = """
        window.Stripe = key => {
          window.stripeKey = key;
          const field = () => document.getElementById('stand-in-card');
          const heard = {};
          return {
            elements: asked => {
              window.stripeAsked = asked;
              return {
                create: () => ({
                  on: (event, act) => { heard[event] = act; },
                  mount: place => {
                    place.innerHTML = '<label>Card (stand-in) <input class="in" id="stand-in-card"></label>';
                    if (window.frameSays !== 'nothing') queueMicrotask(() => heard[window.frameSays ?? 'ready']({ elementType: 'payment' }));
                  },
                }),
                update: changed => Object.assign(asked, changed),
                submit: async () => {
                  if (window.frameSays === 'nothing') await new Promise(() => {});
                  return field().value ? {} : { error: { message: 'Your card number is incomplete.' } };
                },
              };
            },
            createConfirmationToken: async () => {
              if (field().value === 'breaks') throw new Error('The frame is gone.');
              return field().value === 'refused' ? { error: { message: 'This card is not accepted here.' } } : { confirmationToken: { id: field().value } };
            },
            handleNextAction: async ({ clientSecret }) => await window.askBank(clientSecret) ? {} : { error: { message: 'Your bank did not approve.' } },
          };
        };
        """;

    /// <summary>The only state with a tax: whoever chooses it sees another total.</summary>
    public const string TaxedState = "CA";

    private static readonly (string, string)[] Taxes =
        [.. new[] { "Food", "Supplement", "General", "Shipping" }.Select(kind => ($"Tax:Rates:{TaxedState}:{kind}", "10"))];

    public FakeStripe Stripe { get; private set; } = null!;

    public ShopProcess Shop { get; private set; } = null!;

    /// <summary>What the payer answers when the bank asks in the browser.</summary>
    public bool Approves { get; set; } = true;

    public string[] Friends => [ScriptHost, Stripe.Address.Authority];

    /// <summary>Serves the stand-in of Stripe.js to this window.</summary>
    public async Task BringAsync(IPage page)
    {
        await page.ExposeFunctionAsync("askBank", (string secret) =>
        {
            Stripe.Answer(secret[..secret.IndexOf("_secret_", StringComparison.Ordinal)], Approves);
            return Approves;
        });
        await page.RouteAsync(Scripts(), route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = Script }));
    }

    public async ValueTask InitializeAsync()
    {
        Stripe = await FakeStripe.StartAsync();
        Shop = await (await ShopProcess.NewAsync(DatabaseProvider.Sqlite, [.. Stripe.Settings, .. Taxes])).StartAsync();
        Stripe.Outbox.Shop = Shop.Address;
    }

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        await Stripe.DisposeAsync();
    }

    [GeneratedRegex(@"^https://js\.stripe\.com/")]
    private static partial Regex Scripts();
}
