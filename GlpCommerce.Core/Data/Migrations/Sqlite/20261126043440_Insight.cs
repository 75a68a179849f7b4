using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GlpCommerce.Core.Data.Migrations.Sqlite
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
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "EmailCopies",
                columns: table => new
                {
                    EmailId = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<string>(type: "TEXT", maxLength: 600, nullable: false),
                    From = table.Column<string>(type: "TEXT", maxLength: 600, nullable: false),
                    Html = table.Column<string>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    KeptAt = table.Column<DateTime>(type: "TEXT", nullable: false)
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
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProductId = table.Column<int>(type: "INTEGER", nullable: false),
                    Quantity = table.Column<int>(type: "INTEGER", nullable: false),
                    Received = table.Column<int>(type: "INTEGER", nullable: false),
                    ExpectedOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Note = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    AccountId = table.Column<long>(type: "INTEGER", nullable: false),
                    ClosedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    IsCancelled = table.Column<bool>(type: "INTEGER", nullable: false)
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
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrderId = table.Column<long>(type: "INTEGER", nullable: false),
                    OldCarrier = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    OldTrackingNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    AccountId = table.Column<long>(type: "INTEGER", nullable: false)
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
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    AccountId = table.Column<long>(type: "INTEGER", nullable: false),
                    Page = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Query = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    IsShared = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
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

            foreach (var sql in FullText.SqliteNames)
            {
                migrationBuilder.Sql(sql);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER \"OrderNamesInsert\"");
            migrationBuilder.Sql("DROP TRIGGER \"OrderNamesUpdate\"");
            migrationBuilder.Sql("DROP TRIGGER \"OrderNamesDelete\"");
            migrationBuilder.Sql("DROP TABLE \"OrderNames\"");

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
