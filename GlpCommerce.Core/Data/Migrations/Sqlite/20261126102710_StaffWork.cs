using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GlpCommerce.Core.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class StaffWork : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "ReviewBy",
                table: "Policies",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ArticleApprovals",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ArticleId = table.Column<int>(type: "INTEGER", nullable: false),
                    Field = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    TextHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    LastChangeId = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    AccountId = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ArticleApprovals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ArticleApprovals_Articles_ArticleId",
                        column: x => x.ArticleId,
                        principalTable: "Articles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ProductChanges_AccountId_Field",
                table: "ProductChanges",
                columns: new[] { "AccountId", "Field" });

            migrationBuilder.CreateIndex(
                name: "IX_ArticleApprovals_ArticleId_Field",
                table: "ArticleApprovals",
                columns: new[] { "ArticleId", "Field" });

            foreach (var sql in AuditTriggerSql.Sqlite)
            {
                migrationBuilder.Sql(sql);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var sql in AuditTriggerSql.NoSqlite)
            {
                migrationBuilder.Sql(sql);
            }

            migrationBuilder.DropTable(
                name: "ArticleApprovals");

            migrationBuilder.DropIndex(
                name: "IX_ProductChanges_AccountId_Field",
                table: "ProductChanges");

            migrationBuilder.DropColumn(
                name: "ReviewBy",
                table: "Policies");
        }
    }
}
