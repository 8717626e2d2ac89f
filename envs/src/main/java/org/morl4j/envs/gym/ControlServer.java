package org.morl4j.envs.gym;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.morl4j.core.env.EnvException;
import py4j.CallbackClient;
import py4j.Gateway;
import py4j.GatewayServer;

/**
 * The Py4J end of one bridge: listens on an ephemeral loopback port, takes workers that know the
 * token, and calls them back. Py4J never carries steps: its text protocol is too slow for them.
 */
final class ControlServer implements AutoCloseable {
  /** A control call may build environments, load models and compile; it takes this long at most. */
  static final int READ_TIMEOUT_SECONDS = 300;

  private static final InetAddress LOOPBACK = loopback();

  private final String token;
  private final List<CompletableFuture<Integer>> ports;
  private final List<CallbackClient> clients = new ArrayList<>();
  private final GatewayServer server;
  private final int port;

  ControlServer(int workers) {
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    token = HexFormat.of().formatHex(secret);
    ports = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      ports.add(new CompletableFuture<>());
    }
    server =
        new GatewayServer.GatewayServerBuilder(new Registry(ports))
            .javaAddress(LOOPBACK)
            .javaPort(0)
            .authToken(token)
            .build();
    port = start();
  }

  /** Py4J's threads are daemons only if a daemon starts them; a forgotten close must not hang. */
  private int start() {
    Thread starter = new Thread(() -> server.start(true), "morl4j-bridge-start");
    starter.setDaemon(true);
    starter.start();
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EnvException("Interrupted while the bridge was starting.", e);
    }
    int listening = server.getListeningPort();
    if (listening <= 0) {
      throw new EnvException(
          "The bridge could not listen on the loopback interface. Maybe a firewall forbids it.");
    }
    return listening;
  }

  private static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  String token() {
    return token;
  }

  int port() {
    return port;
  }

  InetAddress address() {
    return server.getAddress();
  }

  /** Completes with the worker's own port once it has registered. */
  CompletableFuture<Integer> registered(int worker) {
    return ports.get(worker);
  }

  /** The worker that listens on {@code port}. */
  WorkerControl connect(int port) {
    CallbackClient client =
        new CallbackClient(
            port,
            LOOPBACK,
            token,
            CallbackClient.DEFAULT_MIN_CONNECTION_TIME,
            CallbackClient.DEFAULT_MIN_CONNECTION_TIME_UNIT,
            SocketFactory.getDefault(),
            false,
            (int) TimeUnit.SECONDS.toMillis(READ_TIMEOUT_SECONDS));
    clients.add(client);
    return (WorkerControl)
        client.getPythonServerEntryPoint(
            new Gateway(this, client), new Class<?>[] {WorkerControl.class});
  }

  /** Once all workers have said hello nobody has to call here any more, so nobody can. */
  void stopListening() {
    server.shutdown();
  }

  @Override
  public void close() {
    clients.forEach(CallbackClient::shutdown);
    server.shutdown();
  }

  /** What workers see. Public only because Py4J calls it by reflection. */
  public static final class Registry {
    private final List<CompletableFuture<Integer>> ports;

    Registry(List<CompletableFuture<Integer>> ports) {
      this.ports = ports;
    }

    /** A worker tells on which port it listens. */
    public void register(int worker, int port) {
      ports.get(worker).complete(port);
    }
  }
}
