package dev.intact.bench;

import dev.intact.audit.AuditTrail;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The same load on one trail and on ten thousand. */
final class ManyTrails implements Scenario {

  private static final int PRODUCERS = 64;
  private static final double WANTED = 1 / 1.5;

  @Override
  public String name() {
    return "many-trails";
  }

  @Override
  public List<Figure> run(Path directory, Scale scale) throws Exception {
    double one = rate(directory.resolve("one"), scale, 1);
    double many = rate(directory.resolve("many"), scale, scale.trails());
    Figure figure =
        Figure.of("durable append, " + Figure.number(scale.trails()) + " trails", many, "records/s")
            .beside(one, "the same on 1 trail");
    return List.of(
        figure
            .must(new Target("cost within 1.5 × that of one trail", figure.ratio() >= WANTED))
            .with("64 producers, one record a call; every trail has a record before"));
  }

  private static double rate(Path directory, Scale scale, int count) throws Exception {
    try (Store store = Store.open(directory)) {
      List<AuditTrail> trails = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        trails.add(store.trail("trail-" + i));
      }
      List<Thread> creators = new ArrayList<>();
      for (int c = 0; c < PRODUCERS; c++) {
        int first = c;
        creators.add(
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    for (int i = first; i < count; i += PRODUCERS) {
                      Store.append(trails.get(i), Long.MAX_VALUE / 2, 1);
                    }
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                }));
      }
      for (Thread creator : creators) {
        creator.join();
      }
      return Producers.rate(
          PRODUCERS,
          scale,
          (producer, round) -> {
            AuditTrail trail = trails.get((int) ((round * PRODUCERS + producer) % count));
            Store.append(trail, ((long) producer << 40) + round, 1);
            return 1;
          });
    }
  }
}
