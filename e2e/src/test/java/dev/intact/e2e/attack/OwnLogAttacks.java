package dev.intact.e2e.attack;

import static dev.intact.e2e.attack.Attack.OK;
import static dev.intact.e2e.attack.Site.VICTIM;

import java.util.List;

/** The logs that the program writes for itself are changed. */
final class OwnLogAttacks {

  private static final String T = "CONTENT_TAMPERED";
  private static final String M = "MISSING";
  private static final String F = "FORKED";
  private static final String ROOT = "~root";
  private static final String SECURITY = "~security";

  private OwnLogAttacks() {}

  static List<Attack> all() {
    return List.of(
        Attack.of("edit an entry of the root log", T, T, OK, OK, s -> edit(s, ROOT)).onOwnLog(ROOT),
        Attack.of(
                "edit an entry of the root log before a start",
                Attack.STOPPED,
                T,
                OK,
                OK,
                s -> edit(s, ROOT))
            .everywhere(),
        Attack.of("cut the root log and compute its tiles again", M, M, OK, OK, s -> cut(s, ROOT))
            .onOwnLog(ROOT),
        Attack.of("edit a record of the security log", T, T, OK, OK, s -> edit(s, SECURITY))
            .onOwnLog(SECURITY),
        Attack.of(
                "edit a record of the security log and compute its tiles again",
                Attack.STOPPED,
                F,
                OK,
                OK,
                s -> {
                  List<byte[]> all = s.entries(SECURITY);
                  all.get(0)[30] ^= 1;
                  s.rewrite(SECURITY, all);
                })
            .onOwnLog(SECURITY),
        Attack.of(
                "cut the security log and compute its tiles again",
                M,
                M,
                OK,
                OK,
                s -> cut(s, SECURITY))
            .onOwnLog(SECURITY),
        Attack.of("delete the security log", M, M, OK, OK, s -> Site.delete(s.log(SECURITY)))
            .onOwnLog(SECURITY),
        Attack.of(
            "edit a record of the access log and compute its tiles again",
            Attack.STOPPED,
            F,
            OK,
            OK,
            s -> {
              List<byte[]> all = s.entries(VICTIM + "~access");
              all.get(0)[30] ^= 1;
              s.rewrite(VICTIM + "~access", all);
            }));
  }

  private static void edit(Site site, String log) throws Exception {
    byte[] entry = site.entry(log, 0);
    entry[entry.length - 5] ^= 1;
    site.setEntry(log, 0, entry);
  }

  private static void cut(Site site, String log) throws Exception {
    List<byte[]> all = site.entries(log);
    site.rewrite(log, all.subList(0, all.size() - 2));
  }
}
