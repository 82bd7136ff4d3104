package dev.intact.files.scan;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Extended attributes for people: ACLs as {@code getfacl} shows them, capabilities as {@code
 * getcap}, text as text, everything else in hexadecimal. What is malformed is shown in hexadecimal.
 */
final class XattrText {

  private static final List<String> CAPABILITIES =
      List.of(
          "chown",
          "dac_override",
          "dac_read_search",
          "fowner",
          "fsetid",
          "kill",
          "setgid",
          "setuid",
          "setpcap",
          "linux_immutable",
          "net_bind_service",
          "net_broadcast",
          "net_admin",
          "net_raw",
          "ipc_lock",
          "ipc_owner",
          "sys_module",
          "sys_rawio",
          "sys_chroot",
          "sys_ptrace",
          "sys_pacct",
          "sys_admin",
          "sys_boot",
          "sys_nice",
          "sys_resource",
          "sys_time",
          "sys_tty_config",
          "mknod",
          "lease",
          "audit_write",
          "audit_control",
          "setfcap",
          "mac_override",
          "mac_admin",
          "syslog",
          "wake_alarm",
          "block_suspend",
          "audit_read",
          "perfmon",
          "bpf",
          "checkpoint_restore");
  private static final int EFFECTIVE = 1;
  private static final int REVISION_2 = 0x0200_0000;
  private static final int REVISION_3 = 0x0300_0000;

  private XattrText() {}

  static String of(String name, byte[] value) {
    return switch (name) {
      case "system.posix_acl_access", "system.posix_acl_default" -> acl(value);
      case "security.capability" -> capability(value);
      default -> text(value);
    };
  }

  private static String hex(byte[] value) {
    return "0x" + HexFormat.of().formatHex(value);
  }

  private static String text(byte[] value) {
    int length = value.length;
    if (length > 0 && value[length - 1] == 0) { // labels of SELinux end so
      length--;
    }
    for (int i = 0; i < length; i++) {
      if (value[i] < ' ' || value[i] > '~') {
        return hex(value);
      }
    }
    return '"' + new String(value, 0, length, StandardCharsets.US_ASCII) + '"';
  }

  /** Version 2: tag, permissions and id of each entry, little-endian on every machine. */
  private static String acl(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    if (value.length < 4 || (value.length - 4) % 8 != 0 || in.getInt() != 2) {
      return hex(value);
    }
    List<String> entries = new ArrayList<>();
    while (in.hasRemaining()) {
      int tag = in.getShort();
      int rights = in.getShort();
      long id = in.getInt() & 0xffff_ffffL;
      String who =
          switch (tag) {
            case 1 -> "user::";
            case 2 -> "user:" + id + ":";
            case 4 -> "group::";
            case 8 -> "group:" + id + ":";
            case 0x10 -> "mask::";
            case 0x20 -> "other::";
            default -> "";
          };
      if (who.isEmpty() || rights < 0 || rights > 7) {
        return hex(value);
      }
      entries.add(who + rights(rights));
    }
    return String.join(",", entries);
  }

  private static String rights(int bits) {
    return ((bits & 4) == 0 ? "-" : "r")
        + ((bits & 2) == 0 ? "-" : "w")
        + ((bits & 1) == 0 ? "-" : "x");
  }

  private static String capability(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    if (value.length < 20) {
      return hex(value);
    }
    int magic = in.getInt();
    int revision = magic & 0xff00_0000;
    if ((revision != REVISION_2 || value.length != 20)
        && (revision != REVISION_3 || value.length != 24)) {
      return hex(value);
    }
    long permitted = in.getInt() & 0xffff_ffffL;
    long inheritable = in.getInt() & 0xffff_ffffL;
    permitted |= (long) in.getInt() << 32;
    inheritable |= (long) in.getInt() << 32;
    boolean effective = (magic & EFFECTIVE) != 0;
    List<String> parts = new ArrayList<>();
    both(parts, permitted & inheritable, effective ? "eip" : "ip");
    both(parts, permitted & ~inheritable, effective ? "ep" : "p");
    both(parts, inheritable & ~permitted, effective ? "ei" : "i");
    String text = String.join(" ", parts);
    return revision == REVISION_3 ? text + " [rootid=" + (in.getInt() & 0xffff_ffffL) + "]" : text;
  }

  private static void both(List<String> parts, long set, String how) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < 64; bit++) {
      if ((set >>> bit & 1) != 0) {
        names.add(bit < CAPABILITIES.size() ? "cap_" + CAPABILITIES.get(bit) : "cap_" + bit);
      }
    }
    if (!names.isEmpty()) {
      parts.add(String.join(",", names) + "=" + how);
    }
  }
}
