package dev.intact.bench;

import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something measured, beside what the machine could do at best.
 *
 * @param what it is
 * @param value ours
 * @param unit of both
 * @param floor the same without our work, measured in the same run
 * @param targets what it must reach
 * @param detail conditions of this run
 */
record Figure(
    String what,
    double value,
    String unit,
    Optional<Floor> floor,
    List<Target> targets,
    String detail) {

  /**
   * The physical floor.
   *
   * @param value in the figure's unit
   * @param what was done
   */
  record Floor(double value, String what) {}

  Figure {
    targets = List.copyOf(targets);
  }

  static Figure of(String what, double value, String unit) {
    return new Figure(what, value, unit, Optional.empty(), List.of(), "");
  }

  Figure beside(double floorValue, String floorWhat) {
    return new Figure(
        what, value, unit, Optional.of(new Floor(floorValue, floorWhat)), targets, detail);
  }

  Figure must(Target... wanted) {
    return new Figure(what, value, unit, floor, List.of(wanted), detail);
  }

  Figure with(String conditions) {
    return new Figure(what, value, unit, floor, targets, conditions);
  }

  double ratio() {
    return floor.map(f -> value / f.value()).orElse(Double.NaN);
  }

  static String number(double value) {
    if (value == Math.rint(value) || value >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }

  String toText() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%-44s %12s %s", what, number(value), unit));
    floor.ifPresent(f ->
        text.append(
            String.format(
                Locale.ROOT,
                "%n    floor %s %s (%s), ratio %.2f",
                number(f.value()),
                unit,
                f.what(),
                ratio())));
    for (Target target : targets) {
      text.append(
          String.format("%n    must %s: %s", target.text(), target.met() ? "met" : "NOT MET"));
    }
    if (!detail.isEmpty()) {
      text.append(String.format("%n    %s", detail));
    }
    return text.toString();
  }

  JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder().put("what", what).put("value", text(value)).put("unit", unit);
    floor.ifPresent(f ->
        json.put(
            "floor",
            JsonObject.builder()
                .put("value", text(f.value()))
                .put("what", f.what())
                .put("ratio", text(ratio()))
                .build()));
    json.put(
        "targets",
        new JsonArray(
            targets.stream()
                .<dev.intact.json.JsonValue>map(
                    t -> JsonObject.builder().put("must", t.text()).put("met", t.met()).build())
                .toList()));
    return json.put("detail", detail).build();
  }

  /** Measured numbers go out as text: they are no exact ones. */
  private static String text(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
