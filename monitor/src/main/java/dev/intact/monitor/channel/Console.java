package dev.intact.monitor.channel;

import dev.intact.monitor.message.Message;
import java.io.PrintStream;

/** Prints messages. */
final class Console implements Channel {

  private final String name;
  private final PrintStream out;

  Console(String name, PrintStream out) {
    this.name = name;
    this.out = out;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Outcome send(Message message) {
    StringBuilder text = new StringBuilder(message.title()).append('\n');
    message.lines().forEach(line -> text.append("    ").append(line).append('\n'));
    out.print(text);
    out.flush();
    return out.checkError()
        ? new Outcome.Again("the output cannot be written")
        : new Outcome.Delivered("printed");
  }
}
