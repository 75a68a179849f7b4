using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace GlpCommerce.Core.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Insight : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "OwedCents",
                table: "Refunds",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "EmailCopies",
                columns: table => new
                {
                    EmailId = table.Column<long>(type: "bigint", nullable: false),
                    To = table.Column<string>(type: "character varying(600)", maxLength: 600, nullable: false),
                    From = table.Column<string>(type: "character varying(600)", maxLength: 600, nullable: false),
                    Html = table.Column<string>(type: "text", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false),
                    KeptAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EmailCopies", x => x.EmailId);
                    table.ForeignKey(
                        name: "FK_EmailCopies_Emails_EmailId",
                        column: x => x.EmailId,
                        principalTable: "Emails",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ExpectedDeliveries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProductId = table.Column<int>(type: "integer", nullable: false),
                    Quantity = table.Column<int>(type: "integer", nullable: false),
                    Received = table.Column<int>(type: "integer", nullable: false),
                    ExpectedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Note = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    ClosedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    IsCancelled = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ExpectedDeliveries", x => x.Id);
                    table.CheckConstraint("CK_ExpectedDeliveries_Quantity", "\"Quantity\" > 0 AND \"Received\" >= 0");
                    table.ForeignKey(
                        name: "FK_ExpectedDeliveries_Stock_ProductId",
                        column: x => x.ProductId,
                        principalTable: "Stock",
                        principalColumn: "ProductId",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ParcelCorrections",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    OrderId = table.Column<long>(type: "bigint", nullable: false),
                    OldCarrier = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    OldTrackingNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ParcelCorrections", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ParcelCorrections_Orders_OrderId",
                        column: x => x.OrderId,
                        principalTable: "Orders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SavedViews",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    Page = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Query = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    IsShared = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SavedViews", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_StockMovements_Kind_At",
                table: "StockMovements",
                columns: new[] { "Kind", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Shipments_TrackingNumber",
                table: "Shipments",
                column: "TrackingNumber");

            migrationBuilder.CreateIndex(
                name: "IX_PaymentLedger_At",
                table: "PaymentLedger",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_OrderEvents_Status_At",
                table: "OrderEvents",
                columns: new[] { "Status", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Carts_CreatedAt",
                table: "Carts",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_EmailCopies_KeptAt",
                table: "EmailCopies",
                column: "KeptAt");

            migrationBuilder.CreateIndex(
                name: "IX_ExpectedDeliveries_ExpectedOn_Id",
                table: "ExpectedDeliveries",
                columns: new[] { "ExpectedOn", "Id" },
                filter: "\"ClosedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ExpectedDeliveries_ProductId",
                table: "ExpectedDeliveries",
                column: "ProductId");

            migrationBuilder.CreateIndex(
                name: "IX_ParcelCorrections_OrderId",
                table: "ParcelCorrections",
                column: "OrderId");

            migrationBuilder.CreateIndex(
                name: "IX_SavedViews_AccountId_Page_Name",
                table: "SavedViews",
                columns: new[] { "AccountId", "Page", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SavedViews_Page_IsShared",
                table: "SavedViews",
                columns: new[] { "Page", "IsShared" });

            foreach (var sql in FullText.PostgresNames)
            {
                migrationBuilder.Sql(sql);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP INDEX \"IX_Orders_Recipient\"");

            migrationBuilder.DropTable(
                name: "EmailCopies");

            migrationBuilder.DropTable(
                name: "ExpectedDeliveries");

            migrationBuilder.DropTable(
                name: "ParcelCorrections");

            migrationBuilder.DropTable(
                name: "SavedViews");

            migrationBuilder.DropIndex(
                name: "IX_StockMovements_Kind_At",
                table: "StockMovements");

            migrationBuilder.DropIndex(
                name: "IX_Shipments_TrackingNumber",
                table: "Shipments");

            migrationBuilder.DropIndex(
                name: "IX_PaymentLedger_At",
                table: "PaymentLedger");

            migrationBuilder.DropIndex(
                name: "IX_OrderEvents_Status_At",
                table: "OrderEvents");

            migrationBuilder.DropIndex(
                name: "IX_Carts_CreatedAt",
                table: "Carts");

            migrationBuilder.DropColumn(
                name: "OwedCents",
                table: "Refunds");
        }
    }
}
