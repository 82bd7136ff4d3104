package dev.intact.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Tells the progress how many bytes went through. */
final class CountingOutput extends FilterOutputStream {

  private final Progress progress;

  CountingOutput(OutputStream out, Progress progress) {
    super(out);
    this.progress = progress;
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    out.write(bytes, from, count);
    progress.add(count);
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    progress.add(1);
  }
}
