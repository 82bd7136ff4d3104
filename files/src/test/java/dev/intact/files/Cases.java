package dev.intact.files;

import static dev.intact.files.Case.of;

import dev.intact.files.Case.Who;
import dev.intact.files.scan.Preset;
import java.util.List;
import java.util.stream.Stream;

/** Each kind of change, with the findings word by word: one cause, one line. */
final class Cases {

  private static final String PYTHON = "python3 -c \"";

  private Cases() {}

  static List<Case> all() {
    return Stream.of(
            content(),
            names(),
            attributes(),
            links(),
            presets(),
            pathological(),
            closed(),
            mounted())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Case> content() {
    return List.of(
        of("nothing", "true"),
        of("read only", "cat b d/a >/dev/null; ls -lR >/dev/null"),
        of("grown", "echo 3 >>b", "CONTENT_TAMPERED b: content, size 4 → 6"),
        of("shorter", "truncate -s 1 b", "CONTENT_TAMPERED b: content, size 4 → 1"),
        of("same size", "printf 'owt\\n' >b", "CONTENT_TAMPERED b: content, of the same size"),
        of(
            "same size and times put back",
            "printf 'owt\\n' >b; touch -d 2020-01-01 b",
            "CONTENT_TAMPERED b: content, while size and modification time are as they were"),
        of(
            "put back after a look",
            "cp -p b ../kept; echo x >b; cat ../kept >b; touch -r ../kept b; rm ../kept",
            "ATTRIBUTES_CHANGED b: changed … → …, everything else is as it was"),
        of(
            "replaced by the same content",
            "cp -p b c; mv c b",
            "ATTRIBUTES_CHANGED b: replaced by a file of the same content, inode … → …"),
        of(
            "replaced by other content",
            "printf '3' >c; mv c b",
            "CONTENT_TAMPERED b: content, size 4 → 1; replaced by another file, inode … → …"),
        of(
            "touched",
            "touch -d 2021-01-01 b",
            "ATTRIBUTES_CHANGED b: modified 2020-01-01T00:00:00Z → 2021-01-01T00:00:00Z"));
  }

  private static List<Case> names() {
    return List.of(
        of(
            "new file",
            "echo n >d/n; chmod 600 d/n",
            "ADDED d/n: a regular file that was not there, mode 0600, owner …"),
        of(
            "new directory",
            "mkdir -m 700 n",
            "ADDED n: a directory that was not there, mode 0700, owner …"),
        of("deleted", "rm d/e/x", "MISSING d/e/x: a regular file that is not there any more"),
        of(
            "deleted directory",
            "rm -r d/e",
            "MISSING d/e: a directory that is not there any more",
            "MISSING d/e/x: a regular file that is not there any more"),
        of("moved", "mv b d/c", "MOVED d/c: moved from b"),
        of(
            "moved and changed mode",
            "mv b d/c; chmod 600 d/c",
            "MOVED d/c: moved from b; mode 0644 → 0600"),
        of("moved directory", "mv d/e f", "MOVED f: moved from d/e", "MOVED f/x: moved from d/e/x"),
        of(
            "moved over another",
            "mv b d/a",
            "CONTENT_TAMPERED d/a: content, while size and modification time are as they were;"
                + " replaced by another file, inode … → …",
            "MISSING b: a regular file that is not there any more"),
        of(
            "came and went between two checks",
            "touch d/n; rm d/n",
            "ATTRIBUTES_CHANGED d: modified … → …, while no entry in it is different"),
        of(
            "came and went in the root",
            "touch n; rm n",
            "ATTRIBUTES_CHANGED .: modified … → …, while no entry in it is different"),
        of(
            "came and went where another came",
            "touch d/n; rm d/n; mkfifo d/m",
            "ADDED d/m: a named pipe that was not there, mode 0644, owner …"),
        of(
            "new file in a directory of other mode",
            "chmod 700 d; touch d/n",
            "ADDED d/n: a regular file that was not there, mode 0644, owner …",
            "ATTRIBUTES_CHANGED d: mode 0755 → 0700"),
        of("hard link", "ln b d/c", "ADDED d/c: another name of b, mode 0644, owner …"),
        of(
            "two hard links",
            "ln b d/c; ln b d/f",
            "ADDED d/c: another name of b, mode 0644, owner …",
            "ADDED d/f: another name of b, mode 0644, owner …"),
        of(
            "hard links within and outside the set",
            "ln b d/c; ln b ../outside2",
            "ADDED d/c: another name of b, mode 0644, owner …",
            "ATTRIBUTES_CHANGED b: hard links 1 → 3"),
        of(
            "hard link outside the set",
            "ln b ../outside",
            "ATTRIBUTES_CHANGED b: hard links 1 → 2"),
        of(
            "file became a directory",
            "rm b; mkdir b",
            "CONTENT_TAMPERED b: was a regular file and is a directory"),
        of(
            "directory became a link",
            "mv d ../d; ln -s ../d d",
            "CONTENT_TAMPERED d: was a directory and is a symbolic link",
            "MISSING d/a: a regular file that is not there any more",
            "MISSING d/e: a directory that is not there any more",
            "MISSING d/e/x: a regular file that is not there any more"),
        of(
            "the whole tree gone",
            "rm -r ../tree",
            "MISSING .: a directory that is not there any more",
            "MISSING b: …",
            "MISSING d: …",
            "MISSING d/a: …",
            "MISSING d/e: …",
            "MISSING d/e/x: …",
            "MISSING l: a symbolic link that is not there any more",
            "MISSING p: a named pipe that is not there any more"),
        of(
            "a name that forges a line",
            "touch \"$(printf 'x\\nOK  \\033[31m')\"",
            "ADDED x\\x0aOK  \\x1b[31m: a regular file that was not there, mode …"));
  }

  private static List<Case> attributes() {
    return List.of(
        of("chmod", "chmod 4755 b", "ATTRIBUTES_CHANGED b: mode 0644 → 4755"),
        of("chmod of a directory", "chmod 1777 d", "ATTRIBUTES_CHANGED d: mode 0755 → 1777"),
        of("chown", "chown 5:6 b", "ATTRIBUTES_CHANGED b: owner 0:0 → 5:6").by(Who.ROOT),
        of("chown of a link", "chown -h 5 l", "ATTRIBUTES_CHANGED l: owner 0:0 → 5:0").by(Who.ROOT),
        of(
            "setfattr",
            "python3 -c \"import os; os.setxattr('b', 'user.k', b'v')\"",
            "ATTRIBUTES_CHANGED b: user.k added: \"v\""),
        of(
            "an ACL moves mode, ACL and time and is one cause",
            "python3 -c \"import os; os.setxattr('b', 'system.posix_acl_access', bytes.fromhex("
                + "'0200000001000600ffffffff02000700e803000004000400ffffffff10000700ffffffff20000400ffffffff'))\"",
            "ATTRIBUTES_CHANGED b: ACL added: user::rw-,user:1000:rwx,group::r--,mask::rwx,other::r--"
                + " (mode 0644 → 0674)"),
        of(
                "setcap",
                "setcap cap_net_raw+ep b",
                "ATTRIBUTES_CHANGED b: capabilities added: cap_net_raw=ep")
            .by(Who.ROOT),
        of("chattr", "chattr +i b", "ATTRIBUTES_CHANGED b: flags none → immutable").by(Who.ROOT),
        of(
                "a device under an old name",
                "rm p; mknod p c 1 5",
                "CONTENT_TAMPERED p: was a named pipe and is a character device")
            .by(Who.ROOT));
  }

  private static List<Case> links() {
    return List.of(
        of(
            "retargeted",
            "ln -sfn b l",
            "CONTENT_TAMPERED l: link target d/a → b; replaced by another file, inode … → …"),
        of(
            "target changed, link not",
            "echo 3 >>d/a",
            "CONTENT_TAMPERED d/a: content, size 4 → 6"));
  }

  private static List<Case> presets() {
    return List.of(
        of("saved again by an editor", "cp b c; touch c; mv c b").with(Preset.CONFIG),
        of("config: content", "echo 3 >>b", "CONTENT_TAMPERED b: content, size 4 → 6")
            .with(Preset.CONFIG),
        of("config: mode", "chmod 600 b", "ATTRIBUTES_CHANGED b: mode 0644 → 0600")
            .with(Preset.CONFIG),
        of("content: mode does not count", "chmod 600 b; touch b").with(Preset.CONTENT),
        of("content: a move is one", "mv b c", "MOVED c: moved from b").with(Preset.CONTENT),
        of("log: grown", "echo 3 >>b; echo 4 >>b").with(Preset.LOGS),
        of("log: shorter", "truncate -s 2 b", "CONTENT_TAMPERED b: shorter than it was, size 4 → 2")
            .with(Preset.LOGS),
        of(
                "log: a line in its past changed, then grown",
                "printf 'owt\\nmore\\n' >b",
                "CONTENT_TAMPERED b: its beginning of 4 bytes is another")
            .with(Preset.LOGS));
  }

  /** Entries that other programs stumble over. */
  private static List<Case> pathological() {
    return List.of(
        of(
            "a socket",
            PYTHON + "import socket; socket.socket(socket.AF_UNIX).bind('d/s')\"",
            "ADDED d/s: a socket that was not there, mode …"),
        of(
            "a file became a pipe, which nobody waits for",
            "rm b; mkfifo b",
            "CONTENT_TAMPERED b: was a regular file and is a named pipe"),
        of("a pipe that somebody writes to", "(echo x >p) & read line <p"),
        of(
                "devices",
                "mknod d/c c 1 3; mknod d/b b 7 0",
                "ADDED d/b: a block device that was not there, mode …",
                "ADDED d/c: a character device that was not there, mode …")
            .by(Who.ROOT),
        of(
                "another device under the same name",
                "rm n; mknod n c 1 5",
                "CONTENT_TAMPERED n: …device 1:3 → 1:5")
            .after("mknod n c 1 3")
            .by(Who.ROOT),
        of("links in a circle", "true").after("ln -s o o; ln -s . d/self; ln -s ../.. d/e/up"),
        of(
                "a link of a circle retargeted",
                "ln -sfn .. d/self",
                "CONTENT_TAMPERED d/self: link target . → ..; replaced by another file, inode … → …")
            .after("ln -s . d/self"),
        of(
                "a link to nothing, whose target came",
                "echo 1 >d/x",
                "ADDED d/x: a regular file that was not there, mode …")
            .after("ln -s d/x o"),
        of(
                "a name as long as there can be",
                "echo 2 >>$(printf '%0255d' 7)",
                "CONTENT_TAMPERED 0…07: content, size 2 → 4")
            .after("echo 1 >$(printf '%0255d' 7)"),
        of(
                "a name of bytes that are no text",
                "echo 2 >\"$(printf 'd/caf\\350')\"",
                "CONTENT_TAMPERED d/caf\\xe8: content, of the same size")
            .after("echo 1 >\"$(printf 'd/caf\\350')\"; echo 1 >\"$(printf 'd/caf\\351')\""),
        of(
                "a name of two lines",
                "rm \"$(printf 'a\\nb')\"",
                "MISSING a\\x0ab: a regular file that is not there any more")
            .after("echo 1 >\"$(printf 'a\\nb')\""),
        of(
                "a byte in a hole",
                "printf x | dd of=h bs=1 seek=5000000 conv=notrunc status=none",
                "CONTENT_TAMPERED h: content, of the same size")
            .after("truncate -s 9M h"),
        of(
                "a hole where zeros were",
                "fallocate -p -o 0 -l 1M h",
                "ATTRIBUTES_CHANGED h: modified … → …")
            .after("head -c 2097152 /dev/zero >h"),
        of(
                "deeper than the kernel takes a path",
                PYTHON
                    + "import os\nfor i in range(45): os.chdir('n' * 100)\nopen('bottom', 'a').write('x')\"",
                "CONTENT_TAMPERED n…/bottom: content, size 0 → 1")
            .after(
                PYTHON
                    + "import os\nfor i in range(45): os.mkdir('n' * 100); os.chdir('n' * 100)\n"
                    + "open('bottom', 'w').close()\""),
        of(
                "written through a name outside of the set",
                "echo 3 >>../outside",
                "CONTENT_TAMPERED b: content, size 4 → 6")
            .after("ln b ../outside"),
        of(
            "stored through a mapping",
            PYTHON
                + "import mmap; f = open('b', 'r+b'); m = mmap.mmap(f.fileno(), 4); m[0] = 97; m.flush()\"",
            "CONTENT_TAMPERED b: content, …"));
  }

  /** What cannot be looked at is never left out, and never counts as it was. */
  private static List<Case> closed() {
    return List.of(
        of("root reads what nobody may", "chmod 0 b", "ATTRIBUTES_CHANGED b: mode 0644 → 0000")
            .by(Who.ROOT),
        of("a file closed", "chmod 0 b", "UNVERIFIABLE b: permission denied (open)")
            .by(Who.ORDINARY),
        of(
                "a directory closed",
                "chmod 0 d",
                "UNVERIFIABLE d: cannot be entered: permission denied (open); entries that cannot be seen: 3")
            .by(Who.ORDINARY),
        of(
                "a directory that can be listed and not entered",
                "chmod 444 d",
                "ATTRIBUTES_CHANGED d: mode 0755 → 0444",
                "UNVERIFIABLE d/a: permission denied (statx)",
                "UNVERIFIABLE d/e: cannot be entered: permission denied (open); entries that cannot be seen: 1")
            .by(Who.ORDINARY),
        of(
                "a directory that can be entered and not listed",
                "chmod 111 d",
                "UNVERIFIABLE d: cannot be entered: permission denied (open); entries that cannot be seen: 3")
            .by(Who.ORDINARY),
        of(
                "a file closed from the beginning, and opened",
                "chmod 644 b",
                "UNVERIFIABLE b: its content could not be read when its state was recorded: there is nothing to compare with")
            .after("chmod 0 b")
            .first("UNVERIFIABLE b: permission denied (open)")
            .by(Who.ORDINARY),
        of(
                "a directory closed from the beginning",
                "true",
                "UNVERIFIABLE d/e: cannot be entered: permission denied (open)")
            .after("chmod 0 d/e")
            .first("UNVERIFIABLE d/e: cannot be entered: permission denied (open)")
            .by(Who.ORDINARY),
        of(
                "a file of somebody else is read",
                "echo x >n; mv n open",
                "CONTENT_TAMPERED open: content, of the same size; owner 0:0 → 65534:65534; replaced by another file, inode … → …")
            .after("mv ../../foreign/open .")
            .by(Who.ORDINARY_BESIDE_ROOT),
        of(
                "a closed file of somebody else",
                "true",
                "UNVERIFIABLE closed: permission denied (open)")
            .after("mv ../../foreign/closed .")
            .first("UNVERIFIABLE closed: permission denied (open)")
            .by(Who.ORDINARY_BESIDE_ROOT),
        of(
                "given to another group",
                "chgrp " + OrdinaryUser.OTHER_GROUP + " b",
                "ATTRIBUTES_CHANGED b: owner 65534:65534 → 65534:100")
            .by(Who.ORDINARY_BESIDE_ROOT));
  }

  private static List<Case> mounted() {
    return List.of(
        of(
                "mounted over a directory",
                "mount -t tmpfs none d; echo evil >d/a",
                "COVERAGE_LOST d: another file system is mounted over it; entries that cannot be seen: 3")
            .by(Who.ROOT),
        of(
                "the same file system mounted over a directory",
                "mkdir ../o; echo one >../o/a; mount --bind ../o d",
                "COVERAGE_LOST d: another file system is mounted over it; entries that cannot be seen: 3")
            .by(Who.ROOT),
        of(
                "a file mounted over a file",
                "cp -p b ../o; mount --bind ../o b",
                "ATTRIBUTES_CHANGED b: replaced by a file of the same content, inode … → …")
            .by(Who.ROOT));
  }
}
