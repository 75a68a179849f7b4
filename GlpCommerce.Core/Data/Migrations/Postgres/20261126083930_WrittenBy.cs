using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GlpCommerce.Core.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class WrittenBy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_ProductChanges_AccountId_Field",
                table: "ProductChanges",
                columns: new[] { "AccountId", "Field" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ProductChanges_AccountId_Field",
                table: "ProductChanges");
        }
    }
}
