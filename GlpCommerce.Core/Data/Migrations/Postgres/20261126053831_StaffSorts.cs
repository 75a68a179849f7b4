using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GlpCommerce.Core.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class StaffSorts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Products_Name_Id",
                table: "Products");

            migrationBuilder.DropIndex(
                name: "IX_Products_Price_Id",
                table: "Products");

            migrationBuilder.DropIndex(
                name: "IX_Products_UpdatedAt_Id",
                table: "Products");

            migrationBuilder.CreateIndex(
                name: "IX_Products_Name_Id_IsArchived",
                table: "Products",
                columns: new[] { "Name", "Id", "IsArchived" });

            migrationBuilder.CreateIndex(
                name: "IX_Products_Price_Id_IsArchived",
                table: "Products",
                columns: new[] { "Price", "Id", "IsArchived" });

            migrationBuilder.CreateIndex(
                name: "IX_Products_UpdatedAt_Id_IsArchived",
                table: "Products",
                columns: new[] { "UpdatedAt", "Id", "IsArchived" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Products_Name_Id_IsArchived",
                table: "Products");

            migrationBuilder.DropIndex(
                name: "IX_Products_Price_Id_IsArchived",
                table: "Products");

            migrationBuilder.DropIndex(
                name: "IX_Products_UpdatedAt_Id_IsArchived",
                table: "Products");

            migrationBuilder.CreateIndex(
                name: "IX_Products_Name_Id",
                table: "Products",
                columns: new[] { "Name", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Products_Price_Id",
                table: "Products",
                columns: new[] { "Price", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Products_UpdatedAt_Id",
                table: "Products",
                columns: new[] { "UpdatedAt", "Id" });
        }
    }
}
