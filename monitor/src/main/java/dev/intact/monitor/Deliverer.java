package dev.intact.monitor;

import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import dev.intact.log.LogRefusedException;
import dev.intact.log.TamperedException;
import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.Cause;
import dev.intact.monitor.alert.Change;
import dev.intact.monitor.alert.Members;
import dev.intact.monitor.alert.Target;
import dev.intact.monitor.channel.Channel;
import dev.intact.monitor.channel.ChannelSpec;
import dev.intact.monitor.channel.ConsoleSpec;
import dev.intact.monitor.channel.FileSpec;
import dev.intact.monitor.channel.Outcome;
import dev.intact.monitor.channel.Repeating;
import dev.intact.monitor.config.MonitorConfig;
import dev.intact.monitor.deliver.Pace;
import dev.intact.monitor.deliver.Pending;
import dev.intact.monitor.message.Message;
import dev.intact.monitor.message.Messages;
import dev.intact.monitor.report.ReportMessages;
import dev.intact.monitor.state.Acts;
import dev.intact.monitor.state.MonitorState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes messages from the outbox to their channels. A message is delivered once its delivery is
 * recorded; whoever dies in between sends it again, under the same id. Thread-safe; a channel is
 * served by one thread.
 */
final class Deliverer {

  private static final System.Logger LOG = System.getLogger(Deliverer.class.getName());

  /** A channel that takes nothing for so long is an alert on the others. */
  private static final Duration MAX_SILENCE = Duration.ofMinutes(15);

  private final MonitorSetup setup;
  private final Desk desk;

  // guarded by this
  private final Map<String, Channel> channels = new HashMap<>();
  private final Map<String, ChannelSpec> specs = new HashMap<>();
  private final Map<String, Attempts> attempts = new HashMap<>();

  Deliverer(MonitorSetup setup, Desk desk) {
    this.setup = setup;
    this.desk = desk;
  }

  /** Opens the channels of a configuration; on failure those of the one before stay. */
  synchronized void use(MonitorConfig config) throws IOException {
    Map<String, Channel> next = new HashMap<>();
    List<Channel> fresh = new ArrayList<>();
    try {
      for (ChannelSpec spec : config.channels()) {
        Channel known = channels.get(spec.name());
        if (known == null || !spec.equals(specs.get(spec.name()))) {
          known = setup.channels().open(spec);
          fresh.add(known);
        }
        next.put(spec.name(), known);
      }
    } catch (IOException e) {
      fresh.forEach(Channel::close);
      throw e;
    }
    channels.values().stream().filter(c -> !next.containsValue(c)).forEach(Channel::close);
    channels.clear();
    channels.putAll(next);
    specs.clear();
    config.channels().forEach(s -> specs.put(s.name(), s));
  }

  synchronized Optional<Channel> channel(String name) {
    return Optional.ofNullable(channels.get(name));
  }

  synchronized List<String> names() {
    return List.copyOf(channels.keySet());
  }

  /**
   * Attempts of this process.
   *
   * @param made all
   * @param failed those after which the receiver did not have the message
   */
  record Attempts(long made, long failed) {}

  /** The attempts of each channel that there were any of. */
  synchronized Map<String, Attempts> attempts() {
    return Map.copyOf(attempts);
  }

  private synchronized void attempted(String channel, boolean failed) {
    Attempts before = attempts.getOrDefault(channel, new Attempts(0, 0));
    attempts.put(channel, new Attempts(before.made() + 1, before.failed() + (failed ? 1 : 0)));
  }

  /** What is to be done for a channel now. */
  private record Step(Pending pending, Optional<String> giveUp) {}

  /**
   * Does one thing for a channel, if there is one to do.
   *
   * @return false if there was none
   */
  boolean step(String name) throws LogException, IOException, InterruptedException {
    Optional<Channel> channel = channel(name);
    Optional<Step> step = desk.with((state, config, now) -> next(state, config, name, now));
    if (step.isEmpty()) {
      return false;
    }
    Pending pending = step.get().pending();
    if (step.get().giveUp().isPresent() || channel.isEmpty()) {
      giveUp(pending, step.get().giveUp().orElse("there is no such channel any more"));
      return true;
    }
    Outcome outcome = send(channel.get(), pending);
    attempted(name, !(outcome instanceof Outcome.Delivered));
    switch (outcome) {
      case Outcome.Delivered d -> delivered(pending, d);
      case Outcome.Again a -> again(pending, a);
      case Outcome.Refused r -> giveUp(pending, r.detail());
      case Outcome.Gone g -> {
        desk.with((state, config, now) -> {
          state.outbox().gone(name);
          return true;
        });
        giveUp(pending, g.detail());
      }
    }
    return true;
  }

  private static Optional<Step> next(
      MonitorState state, MonitorConfig config, String name, Instant now) {
    if (state.outbox().isGone(name)) {
      return state.outbox().pending(name).stream()
          .findFirst()
          .map(p -> new Step(p, Optional.of("the receiver wants no messages any more")));
    }
    Optional<Pending> overflow = state.outbox().overflow(name);
    if (overflow.isPresent()) {
      return overflow.map(p -> new Step(p, Optional.of("too many messages wait for this channel")));
    }
    Pace pace = config.paces().getOrDefault(name, Pace.DEFAULT);
    return state.outbox().next(name, pace, now).map(p -> new Step(p, Optional.empty()));
  }

  private Outcome send(Channel channel, Pending pending)
      throws LogException, IOException, InterruptedException {
    Message message;
    try {
      message = message(pending);
    } catch (TamperedException | LogRefusedException | IOException e) {
      // It would keep all behind it waiting for ever.
      return new Outcome.Refused("its record cannot be read: " + e.getMessage());
    }
    try {
      return channel.send(message);
    } catch (RuntimeException e) {
      // Not its message: what a library complains about may be a secret.
      String what = e.getClass().getSimpleName();
      LOG.log(
          System.Logger.Level.ERROR,
          "channel "
              + channel.name()
              + " failed: "
              + what
              + Arrays.stream(e.getStackTrace()).findFirst().map(f -> " at " + f).orElse(""));
      return new Outcome.Again(what);
    }
  }

  /** The message, from the act that it stands in. */
  Message message(Pending pending) throws LogException, IOException, InterruptedException {
    JsonObject act = desk.act(pending.index());
    Instant at = Members.time(act, "at");
    for (JsonObject change : Members.objects(act, "alerts")) {
      for (JsonObject message : Members.objects(change, "messages")) {
        if (Members.string(message, "id").equals(pending.id())) {
          return Messages.of(pending.id(), MonitorState.change(change, at), host());
        }
      }
    }
    Optional<JsonObject> report = ReportMessages.recorded(act, pending.index());
    if (report.isPresent()) {
      return ReportMessages.of(pending.id(), report.get(), at);
    }
    throw new IOException("the act at " + pending.index() + " holds no message " + pending.id());
  }

  String host() throws LogException, IOException, InterruptedException {
    return desk.with((state, config, now) -> config.host().orElse(setup.channels().host()));
  }

  static Target target(String channel) {
    return new Target("~channel/" + channel, "channel", channel);
  }

  private void delivered(Pending pending, Outcome.Delivered outcome)
      throws LogException, IOException, InterruptedException {
    desk.with((state, config, now) -> {
      List<Change> changes =
          state
              .book()
              .recovered(
                  target(pending.channel()), Cause.CHANNEL_FAILED, "it takes messages again", now)
              .stream()
              .toList();
      desk.record(
          Acts.DELIVERED, "intact", Acts.settled(pending, outcome.detail(), changes, config, now));
      if (pending.attempts() > 0) {
        state.outbox().works(pending.channel(), now);
      }
      return true;
    });
  }

  private void again(Pending pending, Outcome.Again outcome)
      throws LogException, IOException, InterruptedException {
    boolean another =
        desk.with((state, config, now) -> state.outbox().again(pending, now, outcome.after()));
    if (another) {
      LOG.log(
          System.Logger.Level.WARNING,
          "channel "
              + pending.channel()
              + " did not take "
              + pending.id()
              + " (attempt "
              + (pending.attempts() + 1)
              + "): "
              + outcome.detail());
      tellIfLong(pending, outcome.detail());
    } else {
      giveUp(pending, "for a day: " + outcome.detail());
    }
  }

  /** It is tried for a day, but the other channels are not left in the dark so long. */
  private void tellIfLong(Pending pending, String detail)
      throws LogException, IOException, InterruptedException {
    desk.with((state, config, now) -> {
      Target failing = target(pending.channel());
      boolean known =
          state.book().active().stream()
              .anyMatch(a -> a.target().equals(failing) && a.cause() == Cause.CHANNEL_FAILED);
      if (!known && !now.isBefore(pending.since().plus(MAX_SILENCE))) {
        String reason = "it has taken nothing for " + MAX_SILENCE.toMinutes() + " min: " + detail;
        Optional<Change> change = state.book().failed(failing, Cause.CHANNEL_FAILED, reason, now);
        if (change.isPresent()) {
          desk.record(Acts.ALERTS, "intact", Acts.alerts(List.of(change.get()), config, now));
        }
      }
      return true;
    });
  }

  /**
   * Whether alerts go nowhere: every channel that leaves this machine fails. Who then hears a
   * heartbeat would think that somebody is told.
   */
  boolean reachesNobody() throws LogException, IOException, InterruptedException {
    return desk.with((state, config, now) -> {
      List<String> leaving =
          config.channels().stream()
              .filter(c -> !(c instanceof ConsoleSpec) && !(c instanceof FileSpec))
              .map(ChannelSpec::name)
              .toList();
      return !leaving.isEmpty()
          && leaving.stream()
              .allMatch(name ->
                  state.book().active().stream()
                      .anyMatch(a ->
                          a.cause() == Cause.CHANNEL_FAILED && a.target().equals(target(name))));
    });
  }

  /** Loudly: in the program's log, in the log of acts, and on the other channels. */
  private void giveUp(Pending pending, String reason)
      throws LogException, IOException, InterruptedException {
    LOG.log(
        System.Logger.Level.ERROR,
        "message " + pending.id() + " to channel " + pending.channel() + " is given up: " + reason);
    desk.with((state, config, now) -> {
      List<Change> changes =
          config.spec(pending.channel()).isEmpty()
              ? List.of()
              : state
                  .book()
                  .failed(
                      target(pending.channel()),
                      Cause.CHANNEL_FAILED,
                      "a message was given up: " + reason,
                      now)
                  .stream()
                  .toList();
      desk.record(Acts.GIVEN_UP, "intact", Acts.settled(pending, reason, changes, config, now));
      return true;
    });
  }

  /** Tells a channel again what stands, if its receiver needs that. */
  void repeat(String name) throws LogException, IOException, InterruptedException {
    if (!(channel(name).orElse(null) instanceof Repeating repeating)) {
      return;
    }
    String host = host();
    List<Message> standing =
        desk.with((state, config, now) ->
            Stream.concat(state.book().active().stream(), state.book().resolved().stream())
                .filter(a -> isTold(config, a, name, now))
                .map(a -> standing(a, host))
                .toList());
    Outcome outcome = repeating.repeat(standing);
    if (!(outcome instanceof Outcome.Delivered)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "channel " + name + " was not told again what stands: " + outcome.detail());
    }
  }

  private static Message standing(Alert alert, String host) {
    Change.Kind kind = alert.isActive() ? Change.Kind.REMINDED : Change.Kind.RESOLVED;
    Change change = new Change(kind, alert, "intact", alert.changedAt(), true);
    return Messages.of(alert.id(), change, host);
  }

  /**
   * Silenced ones too, if they were told before: to leave them out would be to say that they are
   * over.
   */
  private static boolean isTold(MonitorConfig config, Alert alert, String channel, Instant now) {
    Change told = new Change(Change.Kind.REMINDED, alert, "intact", now, true);
    return alert.notifiedAt().isPresent() && config.told(told).contains(channel);
  }

  synchronized void close() {
    channels.values().forEach(Channel::close);
  }
}
