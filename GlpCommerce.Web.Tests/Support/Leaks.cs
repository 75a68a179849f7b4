namespace GlpCommerce.Web.Tests.Support;

/// <summary>What no answer may hold: names of the program's inside.</summary>
internal static class Leaks
{
    public const string Pattern = @"GraphQLParser|System\.|Exception|Microsoft\.|Npgsql|SQLite Error|   at ";
}
