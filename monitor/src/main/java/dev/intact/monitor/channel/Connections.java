package dev.intact.monitor.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Opens connections that end with the attempt. */
final class Connections {

  private Connections() {}

  /**
   * Connects.
   *
   * @param timeout for the connection, and for each later wait
   * @param deadline closes it
   */
  static Socket plain(String host, int port, Duration timeout, Deadline deadline)
      throws IOException {
    int millis = Math.toIntExact(timeout.toMillis());
    Socket socket = new Socket();
    deadline.closes(socket);
    try {
      // With the name as it was given: it is what a certificate is held against.
      InetAddress address =
          InetAddress.getByAddress(host, InetAddress.getByName(host).getAddress());
      socket.connect(new InetSocketAddress(address, port), millis);
      socket.setSoTimeout(millis);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** TLS over a connection; the server's name is checked. Closes it if that fails. */
  static SSLSocket tls(Socket plain, String host, int port, Optional<SSLContext> trust)
      throws IOException, NoSuchAlgorithmException {
    try {
      SSLContext context = trust.isPresent() ? trust.get() : SSLContext.getDefault();
      SSLSocket secure =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      return secure;
    } catch (IOException | NoSuchAlgorithmException e) {
      plain.close();
      throw e;
    }
  }
}
