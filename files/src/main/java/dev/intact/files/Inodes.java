package dev.intact.files;

import java.util.Arrays;

/** Which numbers of files stand in which pieces. Filled, sorted, then only asked. */
final class Inodes {

  private static final int[] NONE = {};

  private long[] numbers = new long[1024];
  private int[] pieces = new int[1024];
  private int count;

  void add(long number, int piece) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, count + count / 2);
      pieces = Arrays.copyOf(pieces, numbers.length);
    }
    numbers[count] = number;
    pieces[count++] = piece;
  }

  /** Sorts both by the number, in place: a heap of the two together. */
  void sort() {
    numbers = Arrays.copyOf(numbers, count);
    pieces = Arrays.copyOf(pieces, count);
    for (int i = count / 2 - 1; i >= 0; i--) {
      sink(i, count);
    }
    for (int end = count - 1; end > 0; end--) {
      swap(0, end);
      sink(0, end);
    }
  }

  private void sink(int from, int end) {
    int at = from;
    while (2 * at + 1 < end) {
      int child = 2 * at + 1;
      if (child + 1 < end && numbers[child] < numbers[child + 1]) {
        child++;
      }
      if (numbers[at] >= numbers[child]) {
        return;
      }
      swap(at, child);
      at = child;
    }
  }

  private void swap(int a, int b) {
    long number = numbers[a];
    numbers[a] = numbers[b];
    numbers[b] = number;
    int piece = pieces[a];
    pieces[a] = pieces[b];
    pieces[b] = piece;
  }

  boolean contains(long number) {
    return Arrays.binarySearch(numbers, number) >= 0;
  }

  /** The pieces, ascending, each once. */
  int[] find(long number) {
    int at = Arrays.binarySearch(numbers, number);
    if (at < 0) {
      return NONE;
    }
    int from = at;
    while (from > 0 && numbers[from - 1] == number) {
      from--;
    }
    int to = at + 1;
    while (to < count && numbers[to] == number) {
      to++;
    }
    return Arrays.stream(pieces, from, to).sorted().distinct().toArray();
  }
}
