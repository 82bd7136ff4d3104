package dev.intact.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Records like those of the guide, 500 bytes as stored, each with an id of its own. */
final class SampleRecords {

  private static final String TEXT =
      "{\"audit_id\":\"audit_0000000000000000\",\"event_type\":\"sbd_transaction\","
          + "\"timestamp\":\"2024-01-15T10:30:00Z\",\"transaction_details\":{"
          + "\"transaction_id\":\"txn_abc123\",\"amount\":1000,\"from_account\":\"alice_sbd\","
          + "\"to_account\":\"family_wallet\"},\"family_member_attribution\":{"
          + "\"member_id\":\"user_456\",\"member_username\":\"alice\"}}";
  private static final byte[] TEMPLATE = TEXT.getBytes(StandardCharsets.US_ASCII);
  private static final int DIGITS = TEXT.indexOf("0000000000000000");
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private SampleRecords() {}

  /** A record; the same number gives the same bytes. */
  static byte[] of(long number) {
    byte[] record = TEMPLATE.clone();
    write(number, record, 0);
    return record;
  }

  static int length() {
    return TEMPLATE.length;
  }

  /** So many records as lines. */
  static byte[] lines(int count) {
    byte[] lines = new byte[count * (TEMPLATE.length + 1)];
    for (int i = 0; i < count; i++) {
      System.arraycopy(TEMPLATE, 0, lines, i * (TEMPLATE.length + 1), TEMPLATE.length);
      lines[(i + 1) * (TEMPLATE.length + 1) - 1] = '\n';
    }
    return lines;
  }

  /** Numbers the records of {@link #lines} anew. */
  static void renumber(byte[] lines, long first) {
    int count = lines.length / (TEMPLATE.length + 1);
    for (int i = 0; i < count; i++) {
      write(first + i, lines, i * (TEMPLATE.length + 1));
    }
  }

  private static void write(long number, byte[] target, int at) {
    long rest = number;
    for (int i = DIGITS + 15; i >= DIGITS; i--) {
      target[at + i] = HEX[(int) (rest & 15)];
      rest >>>= 4;
    }
  }

  /** Bytes that stand for a frame of the journal, for the floor. */
  static byte[] filler(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i += TEMPLATE.length) {
      System.arraycopy(TEMPLATE, 0, bytes, i, Math.min(TEMPLATE.length, length - i));
    }
    return Arrays.copyOf(bytes, length);
  }
}
