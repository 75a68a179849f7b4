using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace GlpCommerce.Core.Data.Migrations.Postgres
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
                type: "date",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ArticleApprovals",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ArticleId = table.Column<int>(type: "integer", nullable: false),
                    Field = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    TextHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    LastChangeId = table.Column<long>(type: "bigint", nullable: false),
                    Reason = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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

            foreach (var sql in AuditTriggerSql.Postgres)
            {
                migrationBuilder.Sql(sql);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var sql in AuditTriggerSql.NoPostgres)
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
