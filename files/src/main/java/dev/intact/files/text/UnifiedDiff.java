package dev.intact.files.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The unified form of a difference, with three lines around each change. By E. W. Myers, "An O(ND)
 * Difference Algorithm and Its Variations" (1986); beyond {@link #MAX_EDITS} edits what is between
 * common beginning and end is shown as replaced.
 */
public final class UnifiedDiff {

  static final int MAX_EDITS = 1000;
  private static final int CONTEXT = 3;

  private UnifiedDiff() {}

  private enum Op {
    KEEP(' '),
    REMOVE('-'),
    ADD('+');

    private final char sign;

    Op(char sign) {
      this.sign = sign;
    }
  }

  private record Step(Op op, String line) {}

  /**
   * The difference.
   *
   * @param before lines
   * @param after lines
   * @param most how many characters at most; what is cut off is said
   * @return hunks, each line ended by a newline; empty if there is none
   */
  public static String of(List<String> before, List<String> after, int most) {
    List<Step> steps = steps(before, after);
    StringBuilder out = new StringBuilder();
    int i = 0;
    int[] at = {1, 1};
    while (i < steps.size()) {
      if (steps.get(i).op == Op.KEEP) {
        at[0]++;
        at[1]++;
        i++;
        continue;
      }
      int from = Math.max(0, i - CONTEXT);
      int to = end(steps, i);
      hunk(out, steps.subList(from, to), at[0] - (i - from), at[1] - (i - from));
      for (Step step : steps.subList(i, to)) {
        at[0] += step.op == Op.ADD ? 0 : 1;
        at[1] += step.op == Op.REMOVE ? 0 : 1;
      }
      i = to;
      if (out.length() > most) {
        int cut = out.lastIndexOf("\n", most) + 1;
        return out.substring(0, cut) + "… cut off\n";
      }
    }
    return out.toString();
  }

  /** Behind the last change that belongs to the same hunk, with its context. */
  private static int end(List<Step> steps, int first) {
    int last = first;
    for (int i = first; i < steps.size() && i - last <= 2 * CONTEXT; i++) {
      if (steps.get(i).op != Op.KEEP) {
        last = i;
      }
    }
    return Math.min(steps.size(), last + 1 + CONTEXT);
  }

  private static void hunk(StringBuilder out, List<Step> steps, int before, int after) {
    long removed = steps.stream().filter(s -> s.op != Op.ADD).count();
    long added = steps.stream().filter(s -> s.op != Op.REMOVE).count();
    out.append("@@ -")
        .append(removed == 0 ? before - 1 : before)
        .append(',')
        .append(removed)
        .append(" +")
        .append(added == 0 ? after - 1 : after)
        .append(',')
        .append(added)
        .append(" @@\n");
    for (Step step : steps) {
      out.append(step.op.sign).append(step.line).append('\n');
    }
  }

  private static List<Step> steps(List<String> before, List<String> after) {
    int start = 0;
    int shorter = Math.min(before.size(), after.size());
    while (start < shorter && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    List<Step> steps = new ArrayList<>();
    before.subList(0, start).forEach(l -> steps.add(new Step(Op.KEEP, l)));
    steps.addAll(
        myers(
            before.subList(start, before.size() - end), after.subList(start, after.size() - end)));
    before
        .subList(before.size() - end, before.size())
        .forEach(l -> steps.add(new Step(Op.KEEP, l)));
    return steps;
  }

  private static List<Step> myers(List<String> a, List<String> b) {
    int most = Math.min(MAX_EDITS, a.size() + b.size());
    int[] reach = new int[2 * most + 3];
    int zero = most + 1;
    List<int[]> trace = new ArrayList<>();
    for (int d = 0; d <= most; d++) {
      trace.add(Arrays.copyOfRange(reach, zero - d - 1, zero + d + 2));
      for (int k = -d; k <= d; k += 2) {
        boolean down = k == -d || (k != d && reach[zero + k - 1] < reach[zero + k + 1]);
        int x = down ? reach[zero + k + 1] : reach[zero + k - 1] + 1;
        while (x < a.size() && x - k < b.size() && x - k >= 0 && a.get(x).equals(b.get(x - k))) {
          x++;
        }
        reach[zero + k] = x;
        if (x >= a.size() && x - k >= b.size()) {
          return back(a, b, trace, d, k);
        }
      }
    }
    List<Step> all = new ArrayList<>();
    a.forEach(l -> all.add(new Step(Op.REMOVE, l)));
    b.forEach(l -> all.add(new Step(Op.ADD, l)));
    return all;
  }

  private static List<Step> back(
      List<String> a, List<String> b, List<int[]> trace, int edits, int diagonal) {
    List<Step> reversed = new ArrayList<>();
    int x = a.size();
    int y = b.size();
    int k = diagonal;
    for (int d = edits; d > 0; d--) {
      int[] reach = trace.get(d); // around diagonal 0, d + 1 to either side
      int zero = d + 1;
      boolean down = k == -d || (k != d && reach[zero + k - 1] < reach[zero + k + 1]);
      int previous = down ? k + 1 : k - 1;
      int fromX = reach[zero + previous];
      int snakeX = down ? fromX : fromX + 1; // behind the edit, where common lines begin
      while (x > snakeX) {
        x--;
        y--;
        reversed.add(new Step(Op.KEEP, a.get(x)));
      }
      if (down) {
        y--;
        reversed.add(new Step(Op.ADD, b.get(y)));
      } else {
        x--;
        reversed.add(new Step(Op.REMOVE, a.get(x)));
      }
      k = previous;
    }
    while (x > 0 && y > 0) {
      x--;
      y--;
      reversed.add(new Step(Op.KEEP, a.get(x)));
    }
    return reversed.reversed();
  }
}
