using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GlpCommerce.Core.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class OrderKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "TokenHash",
                table: "OrderCodes",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "TokenHash",
                table: "OrderCodes");
        }
    }
}
