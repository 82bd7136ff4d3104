package dev.intact.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import picocli.CommandLine.Option;

/**
 * How to reach a server. The API key is never on the command line, where every user of the machine
 * can read it.
 */
final class ServerOptions {

  private static final String KEY = "INTACT_API_KEY";

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "file with the API key; else the environment's INTACT_API_KEY")
  private Optional<Path> keyFile = Optional.empty();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "PEM file with the certificates to trust for TLS; else those of the JDK")
  private Optional<Path> ca = Optional.empty();

  Optional<String> apiKey(Io io) throws IOException {
    String key = keyFile.isPresent() ? Files.readString(keyFile.get()) : io.env().get(KEY);
    if (key == null || key.isBlank()) {
      return Optional.empty();
    }
    if (!key.strip().matches("[!-~]{1,256}")) {
      throw new IllegalArgumentException(
          keyFile.map(f -> f + " holds no API key").orElse(KEY + " is no API key"));
    }
    return Optional.of(key.strip());
  }

  HttpClient client() throws IOException {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10));
    if (ca.isPresent()) {
      client.sslContext(trusting(ca.get()));
    }
    return client.build();
  }

  private static SSLContext trusting(Path pem) throws IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException(pem + " holds no certificate");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int n = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca" + n++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          pem + " is no PEM file of certificates: " + e.getMessage(), e);
    }
  }

  /** Whether an argument is a URL rather than a path. */
  static boolean isUrl(String text) {
    return text.startsWith("http://") || text.startsWith("https://");
  }

  static URI url(String text) {
    URI url;
    try {
      url = URI.create(text.replaceAll("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(text + " is no URL: " + e.getMessage(), e);
    }
    if (!isUrl(text)
        || url.getHost() == null
        || url.getQuery() != null
        || url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          text + " is no URL of a server; write http://HOST:PORT or https://HOST:PORT");
    }
    return url;
  }
}
