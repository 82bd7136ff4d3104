package dev.intact.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intact.e2e.ServiceProcess.Ended;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it really runs: stopped under load, started twice, out of disk. */
final class ServiceProcessTest {

  private static final String TRAIL = "/v1/trails/t/records";
  private static final int WRITERS = 8;

  @TempDir Path temp;

  private static String record(String id, int filler) {
    return "{\"event_type\":\"x\",\"audit_id\":\""
        + id
        + "\",\"s\":\""
        + "y".repeat(filler)
        + "\"}";
  }

  /** Posts until the service is gone; the ids that were acknowledged, and all other statuses. */
  private record Writer(
      ServiceProcess service, Queue<String> acknowledged, Queue<Integer> refused) {
    void run(int number, int filler, CountDownLatch some) {
      try {
        for (int i = 0; i < 1_000_000; i++) {
          String id = "w" + number + "-" + i;
          HttpResponse<String> answer = service.post(TRAIL, record(id, filler));
          if (answer.statusCode() == 201) {
            acknowledged.add(id);
            some.countDown();
          } else {
            refused.add(answer.statusCode());
            if (answer.statusCode() == 500) {
              return;
            }
          }
        }
      } catch (IOException gone) {
        // The service has ended.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void requireAll(ServiceProcess service, Queue<String> acknowledged) throws Exception {
    for (String id : acknowledged) {
      assertThat(service.get(TRAIL + "/" + id).statusCode()).as(id).isEqualTo(200);
    }
    assertThat(service.get("/v1/trails/t/integrity-check").body()).contains("\"verdict\":\"OK\"");
  }

  @Test
  void stoppedUnderLoadItAnswersWhatItTookAndKeepsWhatItAcknowledged() throws Exception {
    Path data = temp.resolve("data");
    Path signer = temp.resolve("signer");
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    Queue<Integer> refused = new ConcurrentLinkedQueue<>();
    try (ServiceProcess service = new ServiceProcess(data, signer);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch some = new CountDownLatch(300);
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int number = i;
        Writer writer = new Writer(service, acknowledged, refused);
        writers.add(threads.submit(() -> writer.run(number, 100, some)));
      }
      some.await();
      service.terminate();
      assertThat(service.exitCode()).isEqualTo(143);
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    assertThat(refused).allMatch(status -> status == 503);
    assertThat(data.resolve("server.json")).doesNotExist();
    try (ServiceProcess again = new ServiceProcess(data, signer)) {
      requireAll(again, acknowledged);
    }
  }

  @Test
  void aSecondProcessOnTheSameDirectoryIsRefused() throws Exception {
    Path data = temp.resolve("data");
    Path signer = temp.resolve("signer");
    try (ServiceProcess first = new ServiceProcess(data, signer)) {
      Ended second = ServiceProcess.run(ServiceProcess.command(data, signer));
      assertThat(second.code()).as(second.output()).isEqualTo(3);
      assertThat(second.output()).contains("intact: ").doesNotContain("\tat ");
      assertThat(first.post(TRAIL, record("a", 1)).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void aFullDiskEndsTheServiceWithCodeThreeAndCostsNoAcknowledgedRecord() throws Exception {
    Path disk = Files.createDirectory(temp.resolve("disk"));
    assumeTrue(
        ServiceProcess.run(List.of("id", "-u")).output().strip().equals("0")
            && mount("tmpfs", "-o", "size=140m", disk),
        "SKIPPED: a small file system can only be mounted by root");
    try {
      Path data = disk.resolve("data");
      Path signer = temp.resolve("signer");
      Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
      Queue<Integer> refused = new ConcurrentLinkedQueue<>();
      try (ServiceProcess service = new ServiceProcess(data, signer);
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < WRITERS; i++) {
          int number = i;
          Writer writer = new Writer(service, acknowledged, refused);
          threads.submit(() -> writer.run(number, 50_000, new CountDownLatch(0)));
        }
        assertThat(service.exitCode()).isEqualTo(3);
      }
      assertThat(acknowledged).isNotEmpty();
      assertThat(mount("tmpfs", "-o", "remount,size=600m", disk)).isTrue();
      try (ServiceProcess again = new ServiceProcess(data, signer)) {
        requireAll(again, acknowledged);
        assertThat(again.post(TRAIL, record("more", 1)).statusCode()).isEqualTo(201);
      }
    } finally {
      ServiceProcess.run(List.of("umount", disk.toString()));
    }
  }

  @Test
  @Tag("long")
  void aTrailLargerThanTheHeapIsPostedVerifiedAndExported() throws Exception {
    String lines = ("{\"event_type\":\"x\",\"s\":\"" + "y".repeat(600) + "\"}\n").repeat(10_000);
    int posts = 48;
    try (ServiceProcess service = new ServiceProcess(temp.resolve("data"), temp.resolve("signer"));
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < posts; i++) {
        all.add(threads.submit(() -> postUntilTaken(service, lines)));
      }
      for (Future<?> post : all) {
        post.get();
      }
      long bytes = service.length("/v1/trails/t/export");
      assertThat(bytes).isGreaterThan(posts * 10_000L * 600).isGreaterThan(256L << 20);
      assertThat(service.get("/v1/trails/t/integrity-check").body())
          .contains("\"verdict\":\"OK\"")
          .contains("\"total_records_checked\":" + posts * 10_000);
    }
  }

  private static boolean postUntilTaken(ServiceProcess service, String lines)
      throws IOException, InterruptedException {
    int status = service.postLines(TRAIL, lines).statusCode();
    while (status == 503) {
      status = service.postLines(TRAIL, lines).statusCode();
    }
    assertThat(status).isEqualTo(201);
    return true;
  }

  private static boolean mount(String type, String flag, String options, Path at) throws Exception {
    return ServiceProcess.run(List.of("mount", "-t", type, flag, options, "none", at.toString()))
            .code()
        == 0;
  }
}
