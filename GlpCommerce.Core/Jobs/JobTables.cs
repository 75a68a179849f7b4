using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Jobs;

public static class JobTables
{
    extension(ShopDb db)
    {
        public DbSet<Job> Jobs => db.Set<Job>();
    }

    internal sealed class JobMapping : IEntityTypeConfiguration<Job>
    {
        public void Configure(EntityTypeBuilder<Job> job)
        {
            job.ToTable("Jobs");
            job.Property(j => j.Id).ValueGeneratedNever();
            job.Property(j => j.Kind).HasMaxLength(64);
            job.Property(j => j.LeaseOwner).HasMaxLength(64);

            // Only open rows are in it, so that finding the next job costs the same after a million of them.
            job.HasIndex(j => new { j.Priority, j.DueAt }).HasDatabaseName("IX_Jobs_Open")
                .HasFilter("\"DoneAt\" IS NULL AND \"DeadAt\" IS NULL");
            job.HasIndex(j => j.DeadAt).HasFilter("\"DeadAt\" IS NOT NULL");
        }
    }
}
