package dev.intact.files.rotate;

import dev.intact.files.explain.Program;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** How a rotated log is compressed. */
enum Packing {
  /** Not at all. */
  NONE(""),
  /** Unpacked by the JDK. */
  GZIP(".gz"),
  /** Unpacked by the system's program, with a limit to its memory. */
  XZ(".xz", "xz", "-dcq", "--memlimit-decompress=256MiB"),
  /** Likewise. */
  ZSTD(".zst", "zstd", "-dcq", "--memory=256MB"),
  /** Likewise; it needs no more than a few megabytes. */
  BZIP2(".bz2", "bzip2", "-dcq");

  /** A log that takes longer is not explained. */
  private static final long MOST_SECONDS = 600;

  private final String suffix;
  private final List<String> command;

  Packing(String suffix, String... command) {
    this.suffix = suffix;
    this.command = List.of(command);
  }

  /** By the end of a name; empty for none. */
  static Packing of(String suffix) {
    for (Packing one : values()) {
      if (one.suffix.equals(suffix)) {
        return one;
      }
    }
    return NONE;
  }

  /** Gives a reader what is in it, as far as it reads. */
  <T> T unpack(InputStream raw, Program.Consumer<T> reader)
      throws IOException, InterruptedException {
    return switch (this) {
      case NONE -> reader.read(raw);
      case GZIP -> {
        try (InputStream unpacked = new GZIPInputStream(raw, 64 << 10)) {
          yield reader.read(unpacked);
        }
      }
      // What is wanted of it is known by its hash: how the program ends says no more.
      case XZ, ZSTD, BZIP2 ->
          new Program(MOST_SECONDS, command).run(raw::transferTo, reader).output();
    };
  }
}
