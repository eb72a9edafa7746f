namespace ProftpdSharp.Utilities;

/// <summary>What <c>ftpasswd --help</c> says.</summary>
static class FtpasswdHelp
{
    public const string Text = """

        usage: ftpasswd [--help] [--hash|--group|--passwd]

          Exactly one of --passwd, --group and --hash must be given.

          --passwd  makes or changes an entry of a file in the format of passwd(5), for
                    the directive AuthUserFile; "./ftpd.passwd" without --file.
          --group   makes or changes an entry of a file in the format of group(5), for
                    the directive AuthGroupFile; "./ftpd.group" without --file.
          --hash    writes the hash of a password, for the directive UserPassword.

          With --passwd:

            --name NAME     The user; required. An entry of that name is changed, else one
                            is added.
            --uid NUMBER    The user's number; required for a new entry.
            --gid NUMBER    The number of the user's primary group; that of --uid without.
            --home PATH     The home directory; absolute and existing; required.
            --shell PATH    The shell; required. /bin/false is recommended.
            --gecos TEXT    A description, usually the full name.

            --change-home       Change nothing but the home directory; with --home.
            --change-password   Change nothing but the password, which must be a new one.
            --delete-user       Remove the entry.
            -l, --lock          Put a '!' before the hash, so that no password matches.
            -u, --unlock        Take it away again.

            --not-previous-password  Refuse the password that the entry has.
            --not-system-password    Refuse the password of the system's user of that name.

          With --group:

            --name NAME     The group; required.
            --gid NUMBER    Its number; required.
            -m, --member USER       A member; may be given several times, and then names all.
            --add-member USER       One more member.
            --delete-group          Remove the entry.
            --enable-group-passwd   Ask for a password of the group.

          With all of them:

            --file PATH     The file.
            -F, --force     Make the file anew instead of adding to it.
            --stdin         Read the password from standard input instead of asking.
            --des, --md5, --sha256, --sha512
                            How the password is hashed; SHA-256 without.
            -h, --help      Show this.
            --version       Show the version.

          Exit status: 0, or
            1    no such user
            2    the password is the present one, or the home directory does not exist
            4    the password is that of the system's user
            8    the home directory is not an absolute path
            255  something required is missing


        """;
}
