using ProftpdSharp.Configuration;
using ProftpdSharp.Daemon;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>CONFIG.md section 4 in the directives themselves: odd values that upstream accepts, and what it says about those that it refuses.</summary>
public sealed class DirectiveValueTests
{
    [Theory]
    [InlineData("DebugLevel 4294967297")]
    [InlineData("DefaultAddress 127.0.0.1")]
    [InlineData("DirFakeMode +5")]
    [InlineData("DirFakeMode -1")]
    [InlineData("MaxClients \" +5\"")]
    [InlineData("MaxClientsPerHost 4294967297")]
    [InlineData("MaxCommandRate \"\"")]
    [InlineData("MaxInstances 99999999999999999999")]
    [InlineData("MaxPasswordSize \"\"")]
    [InlineData("MaxRetrieveFileSize 5 \"\"")]
    [InlineData("MaxTransfersPerHost \"\" 5")]
    [InlineData("RLimitCPU \"\"")]
    [InlineData("RLimitMemory 5 6 x")]
    [InlineData("TransferRate RETR \"\"")]
    [InlineData("TransferRate RETR :5")]
    [InlineData("TransferRate RETR 0x10")]
    [InlineData("TransferRate RETR 0x1.8p4:5")]
    [InlineData("TransferRate RETR inf")]
    [InlineData("TransferRate RETR 5:-5")]
    [InlineData("Umask \"\" 022")]
    [InlineData("Umask 10000")]
    [InlineData("Umask -1")]
    public void Odd_values_are_accepted(string line) => LoadAssert.Accepted(Load(line));

    [Theory]
    [InlineData("AllowOverwrite 2", "AllowOverwrite: expected boolean parameter")]
    [InlineData("AllowRetrieveRestart x", "AllowRetrieveRestart: expected boolean parameter")]
    [InlineData("AllowStoreRestart x", "AllowStoreRestart: expected boolean parameter")]
    [InlineData("DeferWelcome 2", "DeferWelcome: expected Boolean parameter")]
    [InlineData("DefaultChdir ~/*", "DefaultChdir: (~/*) wildcards not allowed in pathname")]
    [InlineData("DirFakeMode 99999999999999999999999", "DirFakeMode: parameter must be an octal number")]
    [InlineData("MasqueradeAddress \"\"", "MasqueradeAddress: missing required name parameter")]
    [InlineData("MaxClients 2147483648", "MaxClients: parameter must be 'none' or a number greater than 0")]
    [InlineData("MaxInstances 5x", "MaxInstances: argument must be 'none' or a number greater than 0")]
    [InlineData("MaxLoginAttempts 4294967296", "MaxLoginAttempts: parameter must be 'none' or a number greater than 0")]
    [InlineData("MaxPasswordSize -0", "MaxPasswordSize: badly formatted parameter")]
    [InlineData("MaxRetrieveFileSize 0 MB", "MaxRetrieveFileSize: size must be greater than zero")]
    [InlineData("MaxRetrieveFileSize * MB", "MaxRetrieveFileSize: unable to parse: * MB: Invalid argument")]
    [InlineData("MaxStoreFileSize 99999999999999 TB", "MaxStoreFileSize: unable to parse: 99999999999999 TB: Numerical result out of range")]
    [InlineData("MaxStoreFileSize x y foo a", "MaxStoreFileSize: unknown classifier used: 'foo'")]
    [InlineData("MaxTransfersPerHost x y", "MaxTransfersPerHost: count must be greater than zero: 'y'")]
    [InlineData("PassivePorts 1023 2000", "PassivePorts: port numbers must be above 1023")]
    [InlineData("PassivePorts 2000 1023", "PassivePorts: port numbers must be above 1023")]
    [InlineData("PassivePorts 2000 1024", "PassivePorts: min port must be less than max port")]
    [InlineData("RLimitMemory 5 x", "RLimitMemory: badly formatted argument")]
    [InlineData("RLimitMemory 64X", "RLimitMemory: badly formatted argument")]
    [InlineData("SyslogFacility \"\"", "SyslogFacility: argument must be a valid syslog facility")]
    [InlineData("SyslogFacility +5", "SyslogFacility: argument must be a valid syslog facility")]
    [InlineData("TimeoutIdle -1", "TimeoutIdle: error parsing timeout value '-1': Numerical result out of range")]
    [InlineData("TransferRate x y", "TransferRate: invalid number: 'y'")]
    [InlineData("TransferRate RETR 0x", "TransferRate: invalid number: '0x'")]
    [InlineData("TransferRate RETR 0x10p", "TransferRate: invalid number: '0x10p'")]
    [InlineData("TransferRate RETR -0x1", "TransferRate: rate must be greater than zero")]
    [InlineData("TransferRate RETR x:5", "TransferRate: invalid number: 'x'")]
    [InlineData("TransferRate x y foo a", "TransferRate: unknown classifier requested: 'foo'")]
    [InlineData("Umask 8", "Umask: '8' is not a valid umask")]
    public void Other_values_are_refused(string line, string message) =>
        Assert.Equal($"fatal: {message} on line 1 of '/etc/proftpd.conf'", LoadAssert.Refused(Load(line)));

    [Fact]
    public void HideFiles_has_nothing_between_its_name_and_this_message() => Assert.Equal(
        "fatal: HideFilesunknown classifier used: 'b' on line 2 of '/etc/proftpd.conf'", LoadAssert.Refused(Load("<Directory /x>\nHideFiles a b c")));

    static LoadResult Load(string line) => new MemoryMachine().Load(line + "\n", registry: ModuleCatalogue.Registry);
}
