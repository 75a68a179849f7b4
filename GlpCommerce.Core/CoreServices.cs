using System.Data.Common;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Media;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Privacy;
using GlpCommerce.Core.Receipts;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Core.Reports;
using GlpCommerce.Core.Staff;
using GlpCommerce.Core.Startup;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core;

/// <summary>The one registration of the shop: <see cref="AddGlpCommerceCore"/>.</summary>
public static class CoreServices
{
    /// <summary>Registers the whole shop. The caller adds an engine for the jobs and templates for e-mails and receipts.</summary>
    public static IServiceCollection AddGlpCommerceCore(
        this IServiceCollection services, IConfiguration configuration, DataFolder folder, InstanceName instance)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(folder).AddSingleton(instance);
        return services.AddData(configuration, folder).AddStaff().AddJobs().AddMedia(configuration).AddInventory().AddCatalog().AddContent().AddMerchandising().AddBulkEdits().AddPricing(configuration)
            .AddRefunds().AddCheckout(configuration).AddFulfilment().AddReports().AddNotifications(configuration).AddAccounts(configuration).AddStart(configuration);
    }

    /// <summary>The file of a SQLite shop, or null on another database.</summary>
    public static string? SqliteFile(IConfiguration configuration, DataFolder folder) =>
        Database(configuration) is { Provider: DatabaseProvider.Sqlite } options
            ? SqliteConnection(options, folder).DataSource
            : null;

    private static DatabaseOptions Database(IConfiguration configuration) =>
        configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new();

    private static SqliteConnectionStringBuilder SqliteConnection(DatabaseOptions options, DataFolder folder)
    {
        try
        {
            return new(options.ConnectionString.Length > 0 ? options.ConnectionString : $"Data Source={folder.Database}");
        }
        catch (ArgumentException error)
        {
            throw new StartupException($"Database:ConnectionString cannot be read: {error.Message}", error);
        }
    }

    /// <summary>
    /// Statements that come again are prepared, which spares the server a third of its work; behind a pooler that mixes
    /// connections, <c>Max Auto Prepare=0</c> in the connection string leaves it. A connection goes to the next user as it is,
    /// without the seven statements that would reset it: the shop sets nothing that outlives a transaction but the lock of a start, which it takes off itself.
    /// </summary>
    private static readonly (string Name, string Value)[] PostgresSettings = [("Max Auto Prepare", "100"), ("No Reset On Close", "true")];

    private static string PostgresConnection(DatabaseOptions options)
    {
        try
        {
            var connection = new DbConnectionStringBuilder { ConnectionString = options.ConnectionString };
            foreach (var (setting, value) in PostgresSettings.Where(setting => !connection.ContainsKey(setting.Name)))
            {
                connection[setting] = value;
            }

            return connection.ConnectionString;
        }
        catch (ArgumentException error)
        {
            throw new StartupException($"Database:ConnectionString cannot be read: {error.Message}", error);
        }
    }

    private static IServiceCollection AddData(this IServiceCollection services, IConfiguration configuration, DataFolder folder)
    {
        var options = Database(configuration);
        if (options.Provider == DatabaseProvider.Postgres)
        {
            var postgres = PostgresConnection(options);
            return services.AddPooledDbContextFactory<PostgresShopDb>(o => o.UseNpgsql(postgres))
                .AddSingleton<IShopDbFactory>(s => new ShopDbFactory<PostgresShopDb>(
                    s.GetRequiredService<IDbContextFactory<PostgresShopDb>>(), DatabaseProvider.Postgres));
        }

        var sqlite = SqliteConnection(options, folder);
        // Foreign keys are switched on once for each handle, by SqlitePragmas; the connection string would do it at every opening.
        (sqlite.ForeignKeys, sqlite.DefaultTimeout) = (null, FileWait.Longest);
        return services.AddPooledDbContextFactory<SqliteShopDb>(o => o.UseSqlite(sqlite.ToString()).AddInterceptors(new SqlitePragmas()))
            .AddSingleton<IShopDbFactory>(s => new ShopDbFactory<SqliteShopDb>(
                s.GetRequiredService<IDbContextFactory<SqliteShopDb>>(), DatabaseProvider.Sqlite));
    }

    private static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.TryAddSingleton<IJobSignal, NoJobSignal>();
        return services.AddSingleton<JobQueue>().AddSingleton<JobRunner>().AddSingleton<JobDesk>().AddSingleton<JobHousekeeping>();
    }

    private static IServiceCollection AddStaff(this IServiceCollection services) =>
        services.AddSingleton(s => new AuditKey(s.GetRequiredService<AccountKeys>().Audit)).AddSingleton<AuditLog>().AddSingleton<AuditAnchor>().AddSingleton<AuditCheck>().AddSingleton<AuditQueries>()
            .AddSingleton<FieldHistory>().AddSingleton<SavedViewEditor>();

    private static IServiceCollection AddMedia(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<MediaOptions>(configuration, MediaOptions.Section);
        return services.AddSingleton<IMediaStore>(s => s.GetRequiredService<IOptions<MediaOptions>>().Value is { Provider: MediaProvider.S3 } options
            ? new S3MediaStore(options.S3, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<S3MediaStore>>())
            : new FileMediaStore(s.GetRequiredService<DataFolder>().Media));
    }

    private static IServiceCollection AddInventory(this IServiceCollection services) =>
        services.AddSingleton<StockEditor>().AddSingleton<DeliveryEditor>().AddSingleton<StockCheck>();

    private static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddSingleton<IProductSearch, ProductSearch>()
        .AddSingleton<CatalogIndex>()
        .AddSingleton<CardReader>()
        .AddSingleton<DetailReader>()
        .AddSingleton(s => new CatalogQueries(
            s.GetRequiredService<IShopDbFactory>(), s.GetRequiredService<CatalogIndex>(), s.GetRequiredService<CardReader>(), s.GetRequiredService<DetailReader>()))
        .AddSingleton<StageShelf>().AddSingleton<StockBook>()
        .AddSingleton(s => new AssortmentQueries(s.GetRequiredService<IShopDbFactory>(), s.GetRequiredService<CatalogIndex>()));

    private static IServiceCollection AddContent(this IServiceCollection services) =>
        services.AddSingleton<ContentQueries>().AddSingleton<MarkdownRenderer>()
            .AddSingleton<ArticleWriter>()
            .AddSingleton(s => new ArticleEditor(s.GetRequiredService<IShopDbFactory>(), s.GetRequiredService<ArticleWriter>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton<StaffArticles>().AddSingleton<ArticleApprover>().AddSingleton<PolicyEditor>();

    private static IServiceCollection AddMerchandising(this IServiceCollection services) => services
        .AddSingleton<ProductWriter>().AddSingleton<ManyProducts>().AddSingleton<PictureIntake>()
        .AddSingleton(s => new ProductEditor(s.GetRequiredService<IShopDbFactory>(), s.GetRequiredService<ProductWriter>()))
        .AddSingleton(s => new ProductPublisher(
            s.GetRequiredService<IShopDbFactory>(), s.GetRequiredService<ProductWriter>(), s.GetRequiredService<JobQueue>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new PictureEditor(
            s.GetRequiredService<IShopDbFactory>(), s.GetRequiredService<ProductWriter>(), s.GetRequiredService<PictureIntake>(), s.GetRequiredService<JobQueue>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton<ClaimApprover>().AddSingleton<StaffProducts>().AddSingleton<ProductHistory>()
        .AddJob<PublishProduct, PublishProduct.Handler>()
        .AddJob<PreparePicture, PreparePicture.Handler>()
        .AddJob<ClearPicture, ClearPicture.Handler>();

    private static IServiceCollection AddBulkEdits(this IServiceCollection services) => services
        .AddSingleton<ShopifyCells>().AddSingleton<FileRows>().AddSingleton<EditRows>().AddSingleton<FileIntake>()
        .AddSingleton<BatchQueries>().AddSingleton<BatchHousekeeping>().AddSingleton<WrongRows>()
        .AddSingleton(s => new BatchEditor(
            s.GetRequiredService<IShopDbFactory>(), s.GetRequiredService<FileIntake>(), s.GetRequiredService<StaffProducts>(), s.GetRequiredService<JobQueue>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new ProductExport(s.GetRequiredService<IShopDbFactory>(), s.GetRequiredService<StaffProducts>(), s.GetRequiredService<ShopifyCells>()))
        .AddJob<PlanBatch, PlanBatch.Handler>()
        .AddJob<ApplyBatch, ApplyBatch.Handler>()
        .AddJob<UndoBatch, UndoBatch.Handler>()
        .AddJob<ClearStaged, ClearStaged.Handler>()
        .AddJob<ClearImport, ClearImport.Handler>();

    private static IServiceCollection AddPricing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<ShippingOptions>(configuration, ShippingOptions.Section);
        services.AddChecked<TaxOptions>(configuration, TaxOptions.Section);
        return services
            .AddSingleton<RateBook>().AddSingleton<RateEditor>()
            .AddSingleton<DiscountBook>().AddSingleton<DiscountEditor>();
    }

    private static IServiceCollection AddCheckout(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<PaymentOptions>(configuration, PaymentOptions.Section);
        services.AddChecked<StripeOptions>(configuration, StripeOptions.Section);
        return services.AddGateways(configuration)
            .AddSingleton<CartQueries>().AddSingleton<CartEditor>().AddSingleton<CartMerge>().AddSingleton<CartHousekeeping>()
            .AddSingleton<OrderQueries>().AddSingleton<OrderEditor>().AddSingleton<OrderOwners>().AddSingleton<OrderRecovery>().AddSingleton<OrderCodeHousekeeping>()
            .AddSingleton<Cashier>().AddSingleton<UnpaidHolds>().AddSingleton<OrderPayer>().AddSingleton<PaymentOpening>().AddSingleton<AddressBook>().AddSingleton<OrderAddress>()
            .AddSingleton<BankPage>().AddSingleton<OrderCanceller>().AddSingleton<OpenPayment>()
            .AddSingleton<PaymentStart>().AddSingleton<CaptureSettlement>().AddSingleton<PaymentSettlement>().AddSingleton<DisputeSettlement>()
            .AddSingleton<ProviderInbox>().AddSingleton<MissedMessages>().AddSingleton<Reconciler>()
            .AddSingleton<ReceiptFiles>().AddSingleton<ReceiptQueries>().AddSingleton<OrderReceipts>()
            .AddJob<HandleProviderEvent, HandleProviderEvent.Handler>()
            .AddJob<ProcessPayment, ProcessPayment.Handler>()
            .AddJob<ExpireOrder, ExpireOrder.Handler>()
            .AddJob<UpdateInventory, UpdateInventory.Handler>()
            .AddJob<SendOrderCode, SendOrderCode.Handler>()
            .AddJob<SendOrderConfirmation, SendOrderConfirmation.Handler>()
            .AddJob<SendPaymentNotice, SendPaymentNotice.Handler>()
            .AddJob<WriteReceipt, OrderReceipts.Handler>()
            .AddJob<ForgetReceipts, ForgetReceipts.Handler>();
    }

    private static IServiceCollection AddGateways(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<SandboxGateway>().AddSingleton<PaymentGateways>();
        var stripe = configuration.GetSection(StripeOptions.Section).Get<StripeOptions>() ?? new();
        var isStripe = configuration.GetSection(PaymentOptions.Section).Get<PaymentOptions>()?.Provider == PaymentProvider.Stripe;
        if (isStripe)
        {
            services.AddSingleton(StripeLine.Open(stripe, StripeLine.Patience)).AddSingleton<StripeGateway>()
                .AddSingleton<IPaymentGateway>(s => s.GetRequiredService<StripeGateway>());
        }

        // A shop on test keys moves no money either: it sees the sandbox's older orders to their end.
        return isStripe && !stripe.IsTest ? services : services.AddSingleton<IPaymentGateway>(s => s.GetRequiredService<SandboxGateway>());
    }

    private static IServiceCollection AddRefunds(this IServiceCollection services) => services
        .AddSingleton<RefundBook>().AddSingleton<RefundEditor>().AddSingleton<RefundSettlement>().AddSingleton<PaidCancellation>()
        .AddJob<SendRefund, SendRefund.Handler>()
        .AddJob<SendRefundNotice, SendRefundNotice.Handler>();

    private static IServiceCollection AddFulfilment(this IServiceCollection services) => services
        .AddSingleton<OrderSearch>().AddSingleton<StaffOrderQueries>().AddSingleton<ParcelEditor>().AddSingleton<AddressEditor>().AddSingleton<EmailEditor>().AddSingleton<NoteEditor>()
        .AddSingleton<OrderPost>().AddSingleton<OrderPapers>()
        .AddJob<SendShippedNotice, SendShippedNotice.Handler>();

    private static IServiceCollection AddReports(this IServiceCollection services) => services.AddSingleton<DayBook>()
        .AddSingleton(s => new Dashboard(s.GetRequiredService<IShopDbFactory>(), s.GetRequiredService<DayBook>(), s.GetRequiredService<TimeProvider>()));

    private static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<EmailOptions>(configuration, EmailOptions.Section);
        return services.AddSingleton<OrderMailer>().AddSingleton<MailQueries>().AddSingleton<MailHousekeeping>().AddSingleton<IEmailSender>(s =>
        {
            var options = s.GetRequiredService<IOptions<EmailOptions>>();
            return options.Value.Provider == EmailProvider.Smtp
                ? new SmtpSender(options)
                : new FileOutbox(s.GetRequiredService<DataFolder>().Outbox);
        });
    }

    private static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<AccountOptions>(configuration, AccountOptions.Section);
        services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = Passwords.Rounds);
        return services
            .AddSingleton(s => AccountKeys.Load(s.GetRequiredService<IOptions<AccountOptions>>().Value, s.GetRequiredService<DataFolder>())).AddSingleton<AccessTokens>()
            .AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>().AddSingleton<ILookupNormalizer, EmailNormalizer>()
            .AddSingleton<Passwords>().AddSingleton<AccountTries>().AddSingleton<AccountLinks>().AddSingleton<AccountPost>().AddSingleton<AccountCart>()
            .AddSingleton<AccountDoor>().AddSingleton<StaffEditor>().AddSingleton<AccountEditor>().AddSingleton<PasswordEditor>().AddSingleton<AccountQueries>().AddSingleton<TokenIssuer>()
            .AddSingleton<SessionEditor>().AddSingleton<SessionQueries>().AddSingleton<StaffQueries>()
            .AddSingleton<TwoFactorTokens>().AddSingleton<TwoFactorDoor>().AddSingleton<TwoFactorEditor>().AddSingleton<AccountHousekeeping>()
            .AddSingleton<PasskeyDoor>().AddSingleton<PasskeyEditor>().AddSingleton<PasskeyQueries>().AddSingleton<LoginDoor>().AddSingleton<LoginEditor>()
            .AddSingleton<AccountExport>().AddSingleton<AccountErasure>().AddSingleton<OrderErasure>().AddSingleton<GuestOrders>().AddSingleton<SentFiles>()
            .AddJob<EraseAccount, EraseAccount.Handler>()
            .AddJob<SendAccountMail, SendAccountMail.Handler>();
    }

    private static IServiceCollection AddStart(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<ShopOptions>(configuration, ShopOptions.Section);
        services.AddOptions<StaffOptions>().Bind(configuration.GetSection(StaffOptions.Section));
        return services.AddSingleton<PolicyPages>().AddSingleton<ShopStart>().AddSingleton<FirstAdmin>();
    }

    private static void AddChecked<T>(this IServiceCollection services, IConfiguration configuration, string section)
        where T : class =>
        services.AddOptions<T>().Bind(configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();

    internal static IServiceCollection AddJob<TPayload, THandler>(this IServiceCollection services)
        where TPayload : IJobPayload
        where THandler : class, IJobHandler<TPayload> =>
        services.AddSingleton(JobKind.For<TPayload>()).AddScoped<IJobHandler<TPayload>, THandler>();
}
