using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Accounts;

/// <summary>Passkeys over the pages, with a device that is computed here.</summary>
public sealed class PasskeyPagesTests(ShopServers servers)
{
    private const string SignIn = "/account/sign-in";
    private const string Pages = "/account/passkeys";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_passkey_is_made_after_the_password_and_opens_the_account_without_password_and_code(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (member, email) = await shop.MemberAsync();
        using var device = new SoftPasskey();

        var added = await AddAsync(member, device, "My phone");
        await TurnOnCodesAsync(shop, email);
        var guest = shop.NewVisitor();
        var come = await AnswerAsync(guest, device);

        Assert.Equal("Your passkey is kept. Next time, sign in with it.", added.Text("main [role=status]"));
        Assert.Equal("/account", come.Path);
        Assert.Contains(email, come.Html, StringComparison.Ordinal);
        Assert.Contains("My phone", (await guest.OpenAsync(Pages)).Text("main li"), StringComparison.Ordinal);
        Assert.DoesNotContain("not used yet", (await guest.OpenAsync(Pages)).Text("main li"), StringComparison.Ordinal);
        var told = await Poll.UntilAsync(() => Task.FromResult(shop.EmailsTo(email)), mails => mails.Any(m => m.Subject == "A passkey was added"), "the notice");
        Assert.Contains(told, mail => mail.TextBody!.Contains(Pages, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_was_copied_opens_nothing_a_second_time()
    {
        var shop = await servers.AnyAsync();
        var (member, _) = await shop.MemberAsync();
        using var device = new SoftPasskey();
        await AddAsync(member, device);
        using var guest = shop.NewVisitor();
        var form = AskedIn(await guest.OpenAsync(SignIn));
        Put(form, device.Answer(form.GetAttribute("data-passkey")!));
        using var thief = shop.NewVisitor();
        thief.Cookies.Add(guest.Cookies.GetCookies(guest.Address));

        var first = await guest.SubmitAsync(form);
        var second = await thief.SubmitAsync(form);

        Assert.Equal("/account", first.Path);
        Assert.Equal([PasskeyProblems.Stale.Message], second.Texts("#problems p"));
        Assert.False(await thief.IsSignedInAsync());
    }

    [Theory]
    [InlineData("another site")]
    [InlineData("nobody asked for the person")]
    [InlineData("another account")]
    [InlineData("a copy")]
    [InlineData("nonsense")]
    public async Task What_no_device_of_the_account_has_answered_here_is_refused_with_a_sentence(string what)
    {
        var shop = await servers.AnyAsync();
        var (member, _) = await shop.MemberAsync();
        using var device = new SoftPasskey();
        using var other = new SoftPasskey();
        await AddAsync(member, device);
        await AddAsync((await shop.MemberAsync()).Member, other);
        device.At = what == "another site" ? "http://localhost:5080.example.com" : SoftPasskey.Origin;
        device.AsksForPerson = what != "nobody asked for the person";
        device.Holder = what == "another account" ? other.Holder : device.Holder;
        if (what == "a copy")
        {
            device.Rewind();
        }

        using var guest = shop.NewVisitor();
        var come = what == "nonsense" ? await AnswerAsync(guest, _ => "{}") : await AnswerAsync(guest, device);

        Assert.Equal([PasskeyProblems.Refused.Message], come.Texts("#problems p"));
        Assert.Equal(422, (int)come.Status);
        Assert.False(await guest.IsSignedInAsync());
        // The page asks anew.
        Assert.NotEmpty(AskedIn(come).GetAttribute("data-passkey")!);
    }

    [Fact]
    public async Task An_answer_to_an_older_question_or_to_none_is_stale()
    {
        var shop = await servers.AnyAsync();
        var (member, _) = await shop.MemberAsync();
        using var device = new SoftPasskey();
        await AddAsync(member, device);
        using var guest = shop.NewVisitor();
        var old = AskedIn(await guest.OpenAsync(SignIn));
        await guest.OpenAsync(SignIn);
        Put(old, device.Answer(old.GetAttribute("data-passkey")!));

        var late = await guest.SubmitAsync(old);
        guest.Cookies.GetCookies(guest.Address)["account-passkey"]!.Expired = true;
        var never = await guest.SubmitAsync(old);

        Assert.Equal([PasskeyProblems.Refused.Message], late.Texts("#problems p"));
        Assert.Equal([PasskeyProblems.Stale.Message], never.Texts("#problems p"));
    }

    [Fact]
    public async Task Adding_and_removing_ask_for_the_password_and_another_account_s_passkey_stays()
    {
        var shop = await servers.AnyAsync();
        var (member, email) = await shop.MemberAsync();
        var (other, _) = await shop.MemberAsync();
        using var device = new SoftPasskey();

        var wrong = await member.SubmitAsync(Fill(await member.OpenAsync(Pages), "passkey-add", ("currentPassword", Members.AnotherPassword)));
        await AddAsync(member, device, "Key");
        var id = await IdAsync(member);
        var foreign = await other.OpenAsync($"{Pages}?passkey={id}");
        var kept = await member.SubmitAsync(Fill(await member.OpenAsync($"{Pages}?passkey={id}"), "passkey-remove", ("currentPassword", Members.AnotherPassword)));
        var renamed = await member.SubmitAsync(Fill(await member.OpenAsync($"{Pages}?passkey={id}"), "passkey-name", ("name", " My  key ")));
        var removed = await member.SubmitAsync(Fill(await member.OpenAsync($"{Pages}?passkey={id}"), "passkey-remove", ("currentPassword", Some.Password)));
        using var guest = shop.NewVisitor();

        Assert.Contains(AccountProblems.CurrentPasswordWrong.Message, wrong.Alerts);
        Assert.DoesNotContain("Remove this passkey", foreign.Html, StringComparison.Ordinal);
        Assert.Contains(AccountProblems.CurrentPasswordWrong.Message, kept.Alerts);
        Assert.Contains("My key", renamed.Text("main li"), StringComparison.Ordinal);
        Assert.Equal("The passkey is removed.", removed.Text("main [role=status]"));
        Assert.Equal([PasskeyProblems.Refused.Message], (await AnswerAsync(guest, device)).Texts("#problems p"));
        Assert.True(await member.IsSignedInAsync());
        await Poll.UntilAsync(() => Task.FromResult(shop.EmailsTo(email)), mails => mails.Any(m => m.Subject == "A passkey was removed"), "the notice");
    }

    [Fact]
    public async Task A_form_of_somebody_who_was_signed_out_elsewhere_leads_to_the_door()
    {
        var shop = await servers.AnyAsync();
        var (member, email) = await shop.MemberAsync();
        var page = await member.OpenAsync(Pages);
        using var elsewhere = shop.NewVisitor();
        await elsewhere.SignInAsync(email);
        await elsewhere.SubmitAsync((await elsewhere.OpenAsync("/account")).Document.Forms.Single(f => f.QuerySelector<IHtmlInputElement>("[name=_handler]")?.Value == "everywhere"));

        var sent = await member.SubmitAsync(Fill(page, "passkey-add", ("currentPassword", Some.Password)));

        Assert.StartsWith(SignIn, sent.Path, StringComparison.Ordinal);
    }

    private static async Task<Page> AddAsync(Visitor member, SoftPasskey device, string name = "")
    {
        var asked = AskedIn(await member.SubmitAsync(Fill(await member.OpenAsync(Pages), "passkey-add", ("name", name), ("currentPassword", Some.Password))));
        Put(asked, device.Make(asked.GetAttribute("data-passkey")!));
        return await member.SubmitAsync(asked);
    }

    private static Task<Page> AnswerAsync(Visitor guest, SoftPasskey device) => AnswerAsync(guest, device.Answer);

    private static async Task<Page> AnswerAsync(Visitor guest, Func<string, string> answer)
    {
        var asked = AskedIn(await guest.OpenAsync(SignIn));
        Put(asked, answer(asked.GetAttribute("data-passkey")!));
        return await guest.SubmitAsync(asked);
    }

    private static IHtmlFormElement AskedIn(Page page) => page.Document.QuerySelector<IHtmlFormElement>("form[data-passkey]")!;

    private static void Put(IHtmlFormElement form, string answer) => form.QuerySelector<IHtmlInputElement>("[name=credential]")!.Value = answer;

    private static IHtmlFormElement Fill(Page page, string form, params (string Name, string Value)[] typed)
    {
        var found = page.Document.Forms.Single(f => f.QuerySelector<IHtmlInputElement>("[name=_handler]")?.Value == form);
        foreach (var (name, value) in typed)
        {
            found.QuerySelector<IHtmlInputElement>($"[name={name}]")!.Value = value;
        }

        return found;
    }

    private static async Task<string> IdAsync(Visitor member) =>
        (await member.OpenAsync(Pages)).Document.QuerySelector<IHtmlAnchorElement>("main li a")!.GetAttribute("href")!.Split('=')[1];

    /// <summary>Has signing in with the password ask for a code too.</summary>
    private static async Task TurnOnCodesAsync(ShopServer shop, string email)
    {
        await using var db = shop.Db();
        await db.Accounts.Where(a => a.UserName == email).ExecuteUpdateAsync(set => set.SetProperty(a => a.TwoFactorEnabled, true));
    }
}
