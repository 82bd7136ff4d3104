package dev.intact.files.dpkg;

import dev.intact.files.Shell;
import dev.intact.files.explain.Explainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tree that real dpkg unpacks real archives into, with a repository of its own whose index real
 * gpg signs.
 */
public final class DebianTree {

  private final Path home;
  private final Path root;

  public DebianTree(Path home) throws IOException, InterruptedException {
    this.home = home;
    this.root = home.resolve("root");
    Shell.run(
        home,
        "mkdir -p root/etc/apt/trusted.gpg.d root/usr/bin root/etc root/var/lib/apt/lists"
            + " root/var/cache/apt/archives root/var/lib/dpkg/info root/var/lib/dpkg/updates"
            + " root/var/lib/dpkg/triggers debs; : >root/var/lib/dpkg/status;"
            + " : >root/var/lib/dpkg/available; printf 'root:x:0:0::/:/bin/sh\\n' >root/etc/passwd;"
            + " printf 'root:x:0:\\n' >root/etc/group");
  }

  Path home() {
    return home;
  }

  public Path root() {
    return root;
  }

  /** Explains by what is installed here. */
  public Explainer explainer() {
    return new DpkgExplainer(places());
  }

  DpkgPlaces places() {
    return DpkgPlaces.of(root);
  }

  public String shell(String script) throws IOException, InterruptedException {
    return Shell.run(root, script);
  }

  /** Makes a key and trusts it. */
  void key(String name) throws IOException, InterruptedException {
    Shell.run(
        home,
        "mkdir -p -m 700 "
            + name
            + "; export GNUPGHOME=$PWD/"
            + name
            + "; gpg -q --batch --passphrase '' --quick-generate-key "
            + name
            + "@example.org ed25519 sign never; gpg -q --export >"
            + name
            + ".gpg; gpgconf --kill all");
  }

  void trust(String name) throws IOException, InterruptedException {
    Shell.run(home, "cp " + name + ".gpg root/etc/apt/trusted.gpg.d/");
  }

  /** Builds an archive; the script fills the current directory. */
  public Path build(String name, String version, String script)
      throws IOException, InterruptedException {
    Shell.run(
        home,
        "rm -rf b; umask 022; mkdir -p b/DEBIAN; cd b; "
            + script
            + "; printf 'Package: "
            + name
            + "\\nVersion: "
            + version
            + "\\nArchitecture: amd64\\nMaintainer: A <a@example.org>\\nDescription: d\\n'"
            + " >DEBIAN/control; find . -type f ! -path './DEBIAN/*' ! -path './etc/*' -printf '%P\\0'"
            + " | xargs -0r md5sum >DEBIAN/md5sums;"
            + " find etc -type f -printf '/%p\\n' 2>/dev/null >DEBIAN/conffiles || rm DEBIAN/conffiles;"
            + " cd ..; dpkg-deb --root-owner-group -b b debs >/dev/null");
    return home.resolve("debs").resolve(name + "_" + version + "_amd64.deb");
  }

  /** Signs an index of all archives that were built, as apt would have it. */
  void index(String key) throws IOException, InterruptedException {
    Shell.run(
        home,
        "p=root/var/lib/apt/lists/test_dists_stable_main_binary-amd64_Packages; : >$p;"
            + " for d in debs/*.deb; do dpkg-deb -f $d Package Version Architecture >>$p;"
            + " printf 'Size: %s\\nSHA256: %s\\n\\n' $(stat -c %s $d) $(sha256sum <$d | cut -d' ' -f1) >>$p;"
            + " done; export GNUPGHOME=$PWD/"
            + key
            + "; { printf 'Origin: Test\\nSuite: stable\\nDate: Sun, 01 Nov 2026 00:00:00 UTC\\nSHA256:\\n';"
            + " printf ' %s %s main/binary-amd64/Packages\\n' $(sha256sum <$p | cut -d' ' -f1) $(stat -c %s $p);"
            + " } | gpg -q --batch --yes --clearsign >root/var/lib/apt/lists/test_dists_stable_InRelease;"
            + " gpgconf --kill all");
  }

  /** Keeps an archive as apt does. */
  void keep(Path deb) throws IOException {
    Files.copy(deb, places().archives().resolve(deb.getFileName()));
  }

  public String dpkg(String arguments) throws IOException, InterruptedException {
    return Shell.run(home, command(arguments));
  }

  /** What is to be run in the home. */
  public String command(String arguments) {
    return "dpkg --root=$PWD/root --log=/dev/null --force-not-root --force-unsafe-io"
        + " --force-script-chrootless --force-confdef --force-confold --force-bad-path "
        + arguments;
  }
}
