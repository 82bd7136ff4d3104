package dev.intact.e2e.attack;

import static dev.intact.e2e.attack.Attack.CLOSED;
import static dev.intact.e2e.attack.Attack.OK;
import static dev.intact.e2e.attack.Site.OTHER;
import static dev.intact.e2e.attack.Site.VICTIM;

import dev.intact.log.LogStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Older copies are put back, and the files that hold the installation together are changed. */
final class StateAttacks {

  private static final String T = "CONTENT_TAMPERED";
  private static final String M = "MISSING";
  private static final String R = "ROLLED_BACK";

  private StateAttacks() {}

  static List<Attack> all() {
    List<Attack> all = new ArrayList<>(rollbacks());
    all.addAll(files());
    all.addAll(otherLogs());
    return all;
  }

  private static void older(Site site) throws Exception {
    for (String part : List.of("logs", "index", "journal", "registry.json")) {
      Site.delete(site.data().resolve(part));
    }
    for (String part : List.of("logs", "index", "journal")) {
      Site.copy(site.older().resolve("data").resolve(part), site.data().resolve(part));
    }
    Files.copy(site.older().resolve("data/registry.json"), site.data().resolve("registry.json"));
  }

  private static List<Attack> rollbacks() {
    return List.of(
        Attack.of("roll back the whole directory", M, R, R, R, StateAttacks::older).everywhere(),
        Attack.of(
            "roll back one trail's log alone",
            M,
            M,
            R,
            R,
            s -> {
              Site.delete(s.log(VICTIM));
              Site.copy(s.olderLog(VICTIM), s.log(VICTIM));
            }),
        Attack.of(
            "roll back the directory and the signer's memory",
            Attack.STOPPED,
            OK,
            R,
            R,
            s -> {
              older(s);
              Site.delete(s.signer());
              Site.copy(s.older().resolve("data.signer"), s.signer());
            }),
        Attack.of(
            "roll back both and append other records",
            Attack.STOPPED,
            OK,
            "FORKED",
            "FORKED",
            s -> {
              older(s);
              Site.delete(s.signer());
              Site.copy(s.older().resolve("data.signer"), s.signer());
              try (LogStore store = Prepared.open(s.data())) {
                List<byte[]> records = new ArrayList<>();
                for (int i = Prepared.OLDER; i < Prepared.SIZE; i++) {
                  records.add(Prepared.record(i, "900"));
                }
                Prepared.service(store).openOrCreate(VICTIM).append(records, "attacker");
              }
            }),
        Attack.of(
            "delete the signer's memory",
            Attack.STOPPED,
            CLOSED,
            OK,
            OK,
            s -> Site.delete(s.signer().resolve("state"))),
        Attack.of(
            "delete the journal of the signer's memory",
            Attack.STOPPED,
            CLOSED,
            OK,
            OK,
            s -> Site.delete(s.signer().resolve("journal"))));
  }

  private static List<Attack> files() {
    return List.of(
        Attack.of(
            "make a trail smaller in the registry",
            Attack.STOPPED,
            OK,
            OK,
            OK,
            s ->
                registry(
                    s, "\"name\":\"victim\",\"size\":700", "\"name\":\"victim\",\"size\":650")),
        Attack.of(
            "make a trail larger in the registry",
            Attack.STOPPED,
            M,
            OK,
            OK,
            s ->
                registry(
                    s, "\"name\":\"victim\",\"size\":700", "\"name\":\"victim\",\"size\":701")),
        Attack.of(
            "rename a trail in the registry",
            Attack.STOPPED,
            CLOSED,
            OK,
            OK,
            s -> registry(s, "\"name\":\"victim\"", "\"name\":\"renamed\"")),
        Attack.of(
            "delete a trail with every trace of it in registry, journal and index",
            Attack.STOPPED,
            R,
            M,
            M,
            s -> {
              registry(s, ",{\"name\":\"victim\",\"size\":700}", "");
              registry(s, "{\"name\":\"victim\",\"size\":700},", "");
              Site.delete(s.log(VICTIM));
              Site.delete(s.data().resolve("index"));
              Site.delete(s.data().resolve("journal"));
            }),
        Attack.of(
                "delete registry, journal and index",
                Attack.STOPPED,
                R,
                OK,
                OK,
                s -> {
                  Site.delete(s.data().resolve("registry.json"));
                  Site.delete(s.data().resolve("index"));
                  Site.delete(s.data().resolve("journal"));
                })
            .everywhere(),
        Attack.of(
            "take a trail out of the registry and delete it",
            Attack.STOPPED,
            CLOSED,
            M,
            M,
            s -> {
              registry(s, ",{\"name\":\"victim\",\"size\":700}", "");
              registry(s, "{\"name\":\"victim\",\"size\":700},", "");
              Site.delete(s.log(VICTIM));
              Site.delete(s.data().resolve("index"));
            }),
        Attack.of(
            "make garbage of the registry",
            Attack.STOPPED,
            CLOSED,
            OK,
            OK,
            s -> Files.writeString(s.data().resolve("registry.json"), "{")),
        Attack.of(
            "delete the registry",
            Attack.STOPPED,
            OK,
            OK,
            OK,
            s -> Site.delete(s.data().resolve("registry.json"))),
        Attack.of(
            "rename the installation in intact.json",
            Attack.STOPPED,
            CLOSED,
            OK,
            OK,
            s -> {
              Path file = s.data().resolve("intact.json");
              Files.writeString(file, Files.readString(file).replace("attacked", "renamed"));
            }),
        Attack.of(
            "delete intact.json",
            Attack.STOPPED,
            CLOSED,
            OK,
            OK,
            s -> Site.delete(s.data().resolve("intact.json"))));
  }

  private static void registry(Site site, String old, String fresh) throws Exception {
    Path file = site.data().resolve("registry.json");
    Files.writeString(file, Files.readString(file).replace(old, fresh));
  }

  private static List<Attack> otherLogs() {
    return List.of(
        Attack.of(
            "delete the trail's access log",
            M,
            M,
            OK,
            OK,
            s -> Site.delete(s.log(VICTIM + "~access"))),
        Attack.of(
            "delete records of the access log and compute its tiles again",
            M,
            M,
            OK,
            OK,
            s -> {
              List<byte[]> all = s.entries(VICTIM + "~access");
              s.rewrite(VICTIM + "~access", all.subList(0, all.size() - 2));
            }),
        Attack.of(
                "swap the access logs of two trails",
                M,
                M,
                OK,
                OK,
                s -> {
                  Path mine = s.log(VICTIM + "~access");
                  Path others = s.log(OTHER + "~access");
                  Path aside = mine.resolveSibling("aside");
                  Files.move(mine, aside);
                  Files.move(others, mine);
                  Files.move(aside, others);
                })
            .everywhere(),
        Attack.of(
            "make garbage of the index",
            Attack.STOPPED,
            OK,
            OK,
            OK,
            s ->
                Files.write(
                    s.data().resolve("index/intact.sqlite"),
                    "not SQLite".repeat(1000).getBytes(StandardCharsets.UTF_8))),
        Attack.of(
            "put another installation's index in place of this one's",
            Attack.STOPPED,
            OK,
            OK,
            OK,
            s -> {
              Path other = s.data().resolveSibling("elsewhere");
              try (LogStore store =
                  LogStore.open(Prepared.config(other).withName("example.com/elsewhere"))) {
                Prepared.append(Prepared.service(store).openOrCreate(VICTIM), 100, 400);
              }
              Site.delete(s.data().resolve("index"));
              Site.copy(other.resolve("index"), s.data().resolve("index"));
            }),
        Attack.of("delete the index", OK, OK, OK, OK, s -> Site.delete(s.data().resolve("index"))));
  }
}
