using ProftpdSharp.Native;
using Xunit;
using static ProftpdSharp.UnitTests.Native.TempDirectory;

namespace ProftpdSharp.UnitTests.Native;

public class CapabilitiesTests
{
    [Fact]
    public void The_sets_are_those_of_proc()
    {
        var sets = OwnThread.Run(() => (Sets: Must(Capabilities.Read()), Bounding: Capabilities.BoundingSet(),
            Lines: File.ReadAllLines("/proc/thread-self/status")));
        Assert.Equal(Field("CapEff"), sets.Sets.Effective);
        Assert.Equal(Field("CapPrm"), sets.Sets.Permitted);
        Assert.Equal(Field("CapInh"), sets.Sets.Inheritable);
        Assert.Equal(Field("CapBnd"), sets.Bounding);

        CapabilitySet Field(string name) =>
            new(Convert.ToUInt64(sets.Lines.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split('\t')[1], 16));
    }

    [Fact]
    public void What_is_given_up_cannot_be_taken_back()
    {
        var (dropped, left, again) = OwnThread.Run(() =>
        {
            var all = Must(Capabilities.Read());
            var less = new ThreadCapabilities(CapabilitySet.Empty, CapabilitySet.Empty, CapabilitySet.Empty);
            var dropped = Capabilities.Set(less);
            return (dropped, Must(Capabilities.Read()), Capabilities.Set(all with
            {
                Permitted = all.Permitted.With(Capability.Chown),
                Effective = all.Effective.With(Capability.Chown),
            }));
        });
        Must(dropped);
        Assert.Equal(CapabilitySet.Empty, left.Permitted);
        Assert.Equal(Errno.EPERM, again);
    }

    [Fact]
    public void High_and_low_words_are_not_mixed_up()
    {
        var all = Must(Capabilities.Read());
        var wanted = new CapabilitySet(all.Permitted.Bits & CapabilitySet.Of(Capability.Chown, Capability.Bpf).Bits);
        var set = OwnThread.Run(() =>
        {
            Must(Capabilities.Set(all with { Effective = wanted }));
            return Must(Capabilities.Read());
        });
        Assert.Equal(wanted, set.Effective);
        Assert.Equal(all.Permitted, set.Permitted);
    }

    [Fact]
    public void The_bounding_set_is_limited_where_allowed()
    {
        var kept = CapabilitySet.Of(Capability.Chown, Capability.Setpcap);
        var before = Capabilities.BoundingSet();
        var allowed = Must(Capabilities.Read()).Effective.Contains(Capability.Setpcap);
        var (error, after) = OwnThread.Run(() => (Capabilities.LimitBounding(kept), Capabilities.BoundingSet()));
        Assert.Equal(allowed ? Errno.None : Errno.EPERM, error);
        Assert.Equal(allowed ? new CapabilitySet(before.Bits & kept.Bits) : before, after);
        Assert.Equal(before, Capabilities.BoundingSet());
    }

    [Fact]
    public void Names_go_both_ways()
    {
        foreach (var capability in Enum.GetValues<Capability>())
            Assert.Equal(capability, CapabilityNames.Find(CapabilityNames.Of(capability)));
        Assert.Equal("CAP_NET_BIND_SERVICE", CapabilityNames.Of(Capability.NetBindService));
        Assert.Equal(Capability.CheckpointRestore, CapabilityNames.Find("checkpoint_restore"));
        Assert.Null(CapabilityNames.Find("CAP_NONSENSE"));
        Assert.Equal("CAP_CHOWN,CAP_SETUID", CapabilitySet.Of(Capability.Setuid, Capability.Chown).ToString());
    }
}
