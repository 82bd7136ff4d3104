package dev.intact.note;

import dev.intact.merkle.Hash;
import dev.intact.merkle.InclusionProof;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A proof that stands alone (C2SP tlog-proof): index, path and signed checkpoint, for a leaf that
 * the reader has. Our {@code extra} line carries the leaf itself. Immutable.
 */
public final class TlogProof {

  private static final String HEADER = "c2sp.org/tlog-proof@v1\n";
  private static final int MAX_BYTES = 2_000_000;
  private static final int MAX_LINE = 128 << 10;
  private static final int MAX_HASHES = 63;

  private final Optional<byte[]> extra;
  private final long index;
  private final List<Hash> path;
  private final byte[] checkpoint;

  /**
   * A proof.
   *
   * @param extra unauthenticated data, if any
   * @param index the leaf's index
   * @param path sibling hashes from the leaf up
   * @param checkpoint the signed checkpoint's bytes
   */
  public TlogProof(Optional<byte[]> extra, long index, List<Hash> path, byte[] checkpoint) {
    this.extra = extra.map(byte[]::clone);
    this.index = index;
    this.path = List.copyOf(path);
    this.checkpoint = checkpoint.clone();
  }

  /**
   * Parses a proof, strictly.
   *
   * @param bytes the file
   * @return the proof; nothing of it is verified, not even that the checkpoint is one
   * @throws NoteException if it is malformed
   */
  public static TlogProof parse(byte[] bytes) throws NoteException {
    if (bytes.length > MAX_BYTES) {
      throw NoteException.malformed("a proof has at most " + MAX_BYTES + " bytes");
    }
    String text = decode(bytes);
    if (!text.startsWith(HEADER)) {
      throw NoteException.malformed("the file is not a c2sp.org/tlog-proof@v1");
    }
    int blank = text.indexOf("\n\n");
    if (blank < 0 || blank + 2 >= text.length()) {
      throw NoteException.malformed("the proof has no empty line before its checkpoint");
    }
    String head = text.substring(0, blank + 1);
    List<String> lines = new ArrayList<>(List.of(head.substring(HEADER.length()).split("\n")));
    Optional<byte[]> extra = Optional.empty();
    if (!lines.isEmpty() && lines.getFirst().startsWith("extra ")) {
      extra = Optional.of(base64(lines.removeFirst().substring("extra ".length())));
    }
    if (lines.isEmpty() || !lines.getFirst().startsWith("index ")) {
      throw NoteException.malformed("the proof's index line is missing");
    }
    long index = Checkpoint.decimal(lines.removeFirst().substring("index ".length()), "index");
    byte[] checkpoint = text.substring(blank + 2).getBytes(StandardCharsets.UTF_8);
    return new TlogProof(extra, index, path(lines), checkpoint);
  }

  private static String decode(byte[] bytes) throws NoteException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw NoteException.malformed("the proof is not UTF-8");
    }
  }

  private static byte[] base64(String text) throws NoteException {
    try {
      byte[] decoded = Base64.getDecoder().decode(text);
      if (text.length() <= MAX_LINE && Base64.getEncoder().encodeToString(decoded).equals(text)) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw NoteException.malformed("the extra data is not canonical base64 of bounded length");
  }

  private static List<Hash> path(List<String> lines) throws NoteException {
    if (lines.size() > MAX_HASHES) {
      throw NoteException.malformed("a proof has at most " + MAX_HASHES + " hashes");
    }
    List<Hash> path = new ArrayList<>();
    for (String line : lines) {
      try {
        path.add(Hash.parseBase64(line));
      } catch (IllegalArgumentException e) {
        throw NoteException.malformed(
            "hash " + path.size() + " of the proof is not the base64 of 32 bytes");
      }
    }
    return path;
  }

  /**
   * Unauthenticated data; ours carries the leaf.
   *
   * @return a copy, or empty
   */
  public Optional<byte[]> extra() {
    return extra.map(byte[]::clone);
  }

  /**
   * The leaf's index.
   *
   * @return from 0
   */
  public long index() {
    return index;
  }

  /**
   * The inclusion proof in a tree of a size.
   *
   * @param size the checkpoint's size
   * @return index, size and path
   */
  public InclusionProof inclusion(long size) {
    return new InclusionProof(index, size, path);
  }

  /**
   * Sibling hashes from the leaf up.
   *
   * @return the path
   */
  public List<Hash> path() {
    return path;
  }

  /**
   * The checkpoint's bytes as they stand in the file.
   *
   * @return a copy
   */
  public byte[] checkpoint() {
    return checkpoint.clone();
  }

  /**
   * The file.
   *
   * @return what {@link #parse} reads
   */
  public byte[] encode() {
    StringBuilder head = new StringBuilder(HEADER);
    extra.ifPresent(
        e -> head.append("extra ").append(Base64.getEncoder().encodeToString(e)).append('\n'));
    head.append("index ").append(index).append('\n');
    path.forEach(h -> head.append(h.base64()).append('\n'));
    head.append('\n');
    return (head + new String(checkpoint, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }
}
