package dev.intact.log.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What goes into one frame: new logs, then records in order. Not thread-safe. */
public final class Batch {

  static final byte RECORD = 0;
  static final byte LOG = 1;

  record Item(byte kind, int log, long index, byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  private final List<Item> items = new ArrayList<>();

  /**
   * Registers a log under a number, before its first record.
   *
   * @param number not used before
   * @param name its name
   */
  public void addLog(int number, String name) {
    items.add(new Item(LOG, number, 0, name.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Adds a record.
   *
   * @param log the log's number
   * @param index its index in the log
   * @param bytes its bytes, not copied
   */
  public void addRecord(int log, long index, byte[] bytes) {
    items.add(new Item(RECORD, log, index, bytes));
  }

  List<Item> items() {
    return items;
  }

  long payloadBytes() {
    long bytes = 0;
    for (Item item : items) {
      bytes += Frames.ITEM_HEADER + item.bytes().length;
    }
    return bytes;
  }
}
