namespace GlpCommerce.Core.Jobs;

/// <summary>How many jobs of each bounded kind this program may still take; see <see cref="JobSpec.AtOnce"/>.</summary>
internal sealed class JobsInHand(IEnumerable<JobSpec> specs)
{
    private readonly Lock _counting = new();
    private readonly Dictionary<string, int> _room = specs.Where(spec => spec.IsBounded).ToDictionary(spec => spec.Name, spec => spec.AtOnce);

    /// <summary>Takes all the room there is, so that whoever claims at the same moment does not count on it too.</summary>
    /// <returns>For each bounded kind the room that was taken.</returns>
    public IReadOnlyDictionary<string, int> TakeRoom()
    {
        lock (_counting)
        {
            var taken = new Dictionary<string, int>(_room);
            foreach (var kind in taken.Keys)
            {
                _room[kind] = 0;
            }

            return taken;
        }
    }

    /// <summary>Gives back what of the room was not needed.</summary>
    /// <param name="claimed">The kinds of what was claimed, each as often as it was.</param>
    public void GiveBack(IReadOnlyDictionary<string, int> room, IEnumerable<string> claimed)
    {
        lock (_counting)
        {
            foreach (var (kind, places) in room)
            {
                _room[kind] += places;
            }

            foreach (var kind in claimed.Where(room.ContainsKey))
            {
                _room[kind]--;
            }
        }
    }

    /// <summary>A run has ended, however it did.</summary>
    public void End(JobSpec spec)
    {
        if (spec.IsBounded)
        {
            lock (_counting)
            {
                _room[spec.Name]++;
            }
        }
    }
}
