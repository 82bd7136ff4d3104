package dev.intact.files.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class XattrTextTest {

  private static String of(String name, String hex) {
    return XattrText.of(name, HexFormat.of().parseHex(hex));
  }

  @Test
  void anAclIsShownAsGetfaclShowsIt() {
    assertThat(
            of(
                "system.posix_acl_access",
                "0200000001000600ffffffff02000700e803000004000400ffffffff10000700ffffffff20000400ffffffff"))
        .isEqualTo("user::rw-,user:1000:rwx,group::r--,mask::rwx,other::r--");
  }

  @Test
  void capabilitiesAreShownAsGetcapShowsThem() {
    assertThat(of("security.capability", "0100000200200000000000000000000000000000"))
        .isEqualTo("cap_net_raw=ep");
    assertThat(of("security.capability", "0000000301000000020000000000000000000000e8030000"))
        .isEqualTo("cap_chown=p cap_dac_override=i [rootid=1000]");
    assertThat(of("security.capability", "0100000200000000000000000001000000000000"))
        .isEqualTo("cap_bpf".replace("bpf", "checkpoint_restore") + "=ep");
  }

  @Test
  void whatIsMalformedIsShownInHexadecimal() {
    assertThat(of("security.capability", "01000002")).isEqualTo("0x01000002");
    assertThat(of("system.posix_acl_access", "0300000001000600ffffffff"))
        .isEqualTo("0x0300000001000600ffffffff");
    assertThat(of("system.posix_acl_access", "0200000001000600ffff"))
        .isEqualTo("0x0200000001000600ffff");
    assertThat(of("user.x", "1b5b33316d")).isEqualTo("0x1b5b33316d");
  }

  @Test
  void textIsShownAsText() {
    assertThat(of("security.selinux", "73797374656d5f7500")).isEqualTo("\"system_u\"");
  }
}
