using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GlpCommerce.Core.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class PersonalCodes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "AccountId",
                table: "DiscountUses",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "MaxUsesPerAccount",
                table: "DiscountCodes",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_DiscountUses_AccountId_CodeId",
                table: "DiscountUses",
                columns: new[] { "AccountId", "CodeId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_DiscountUses_AccountId_CodeId",
                table: "DiscountUses");

            migrationBuilder.DropColumn(
                name: "AccountId",
                table: "DiscountUses");

            migrationBuilder.DropColumn(
                name: "MaxUsesPerAccount",
                table: "DiscountCodes");
        }
    }
}
