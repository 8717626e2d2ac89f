package org.morl4j.envs.gym;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One Python process, its control calls and its data plane. */
final class Worker implements AutoCloseable {
  /** A step of every row. */
  static final byte STEP = 's';

  /** A new episode in the masked rows. */
  static final byte RESET = 'r';

  /** A step of the masked rows, without autoreset. */
  static final byte REPLAY = 'p';

  /** A control call follows. */
  private static final byte CONTROL = 'c';

  static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          132, "SIGILL",
          134, "SIGABRT: native code gave up",
          135, "SIGBUS",
          136, "SIGFPE",
          137, "SIGKILL: maybe the machine ran out of memory",
          139, "SIGSEGV: native code touched memory it does not own",
          143, "SIGTERM");

  final int id;
  final int firstRow;
  final int rows;
  private final String owner;
  private final Process process;
  private final WorkerOutput output;
  private final ByteBuffer one = ByteBuffer.allocateDirect(1);
  private @Nullable WorkerControl control;
  private @Nullable SocketChannel channel;
  private @Nullable DataPlane data;
  private boolean sent;

  /** Starts the process; it registers with {@code server} by itself. */
  Worker(
      String owner,
      int id,
      int firstRow,
      int rows,
      Path interpreter,
      Path script,
      ControlServer server) {
    this.owner = owner;
    this.id = id;
    this.firstRow = firstRow;
    this.rows = rows;
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                interpreter.toString(),
                "-B", // no __pycache__ beside the script, in a folder that is deleted
                script.toString(),
                Integer.toString(id),
                Integer.toString(server.port())));
    Map<String, String> environment = builder.environment();
    environment.put("MORL4J_BRIDGE_TOKEN", server.token());
    // Sets of strings are iterated in the order of their hashes: the same in every process, then.
    environment.put("PYTHONHASHSEED", "0");
    environment.put("PYTHONUNBUFFERED", "1");
    environment.put("PYTHONIOENCODING", "utf-8");
    environment.put("PYGAME_HIDE_SUPPORT_PROMPT", "1");
    environment.putIfAbsent("OMP_NUM_THREADS", "1");
    environment.putIfAbsent("OPENBLAS_NUM_THREADS", "1");
    builder.redirectErrorStream(true);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw PythonEnvironment.cannotStart(interpreter.toString(), e);
    }
    output = new WorkerOutput("morl4j-worker-" + id, process.getInputStream());
  }

  long pid() {
    return process.pid();
  }

  /** Waits until the process has registered; returns its packages' versions by name. */
  JsonNode hello(ControlServer server, Path interpreter) {
    int port = awaitRegistration(server.registered(id), interpreter);
    WorkerControl connected = server.connect(port);
    control = connected;
    JsonNode hello = call("hello", WorkerControl::hello);
    int protocol = hello.path("protocol").asInt();
    if (protocol != DataPlane.PROTOCOL) {
      throw failure(
          "speaks protocol " + protocol + ", but this is " + DataPlane.PROTOCOL + ".", -1, "");
    }
    return hello.get("versions");
  }

  private int awaitRegistration(CompletableFuture<Integer> registered, Path interpreter) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (true) {
      try {
        return registered.get(20, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (!process.isAlive()) {
          throw PythonEnvironment.notReady(owner, id, interpreter, process.exitValue(), output());
        }
        if (System.nanoTime() > deadline) {
          throw failure("did not start within 120 s.", -1, "");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failure("was interrupted while it started.", -1, "");
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Starts to build the environments and returns at once, so workers build side by side. */
  void prepare(String options) {
    control().prepare(options);
  }

  /** Waits for the environments; returns their description. */
  JsonNode describe() {
    return call("building its environments", WorkerControl::describe);
  }

  /** Hands over the shared file; the worker connects to the socket before this returns. */
  void attach(DataPlane plane, String plan) {
    data = plane;
    call("attaching its memory", c -> c.attach(plan));
  }

  void connected(SocketChannel accepted) {
    channel = accepted;
  }

  /** A control call while the worker waits for steps. */
  JsonNode callBetweenSteps(String doing, Function<WorkerControl, String> request) {
    send(CONTROL);
    sent = false;
    return call(doing, request);
  }

  private JsonNode call(String doing, Function<WorkerControl, String> request) {
    String answer;
    try {
      answer = request.apply(control());
    } catch (RuntimeException e) {
      EnvWorkerException died = died();
      if (died.exitCode() == null) {
        died =
            failure(
                "gave no answer while "
                    + doing
                    + " ("
                    + e.getMessage()
                    + "); it is given "
                    + ControlServer.READ_TIMEOUT_SECONDS
                    + " s.",
                -1,
                "");
      }
      died.initCause(e);
      throw died;
    }
    JsonNode node;
    try {
      node = JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw failure("answered with what is no JSON: " + answer, -1, "");
    }
    if (node.has("error")) {
      throw failure(
          "failed while " + doing + ": " + node.get("error").asText(),
          -1,
          node.path("traceback").asText(""));
    }
    return node.path("ok");
  }

  /** Starts a command; {@link #receive} waits for it. */
  void send(byte command) {
    sent = true;
    try {
      one.clear().put(command).flip();
      channel().write(one);
    } catch (IOException e) {
      sent = false;
    }
  }

  /** Waits for the command sent. */
  void receive() {
    int got = -1;
    if (sent) {
      try {
        one.clear();
        got = channel().read(one);
      } catch (IOException e) {
        got = -1;
      }
      sent = false;
    }
    if (got < 0 && Thread.currentThread().isInterrupted()) {
      throw failure("was interrupted in mid-step and can't go on.", -1, "");
    }
    if (got < 0) {
      throw died();
    }
    if (one.get(0) != 0) {
      int row = data().failedRow();
      String text = data().errorText();
      boolean traceback = text.startsWith("Traceback") || text.contains("\n");
      throw failure(
          traceback ? "failed:\n" + text : "failed: " + text,
          row < 0 ? -1 : firstRow + row,
          traceback ? text : "");
    }
  }

  DataPlane data() {
    if (data == null) {
      throw new IllegalStateException("The worker has no memory attached yet.");
    }
    return data;
  }

  /** An error of this worker that did not end it. */
  EnvWorkerException failure(String what, int row, String traceback) {
    String text = output();
    StringBuilder message = new StringBuilder(owner).append(": ");
    if (row >= 0) {
      message
          .append("row ")
          .append(row)
          .append(" (worker ")
          .append(id)
          .append(", environment ")
          .append(row - firstRow)
          .append(") ");
    } else {
      message.append("worker ").append(id).append(' ');
    }
    message.append(what);
    if (!traceback.isEmpty() && !what.contains(traceback)) {
      message.append('\n').append(traceback);
    }
    return new EnvWorkerException(message.toString(), id, row, null, traceback, text);
  }

  private EnvWorkerException died() {
    Integer exitCode = null;
    try {
      if (process.waitFor(1, TimeUnit.SECONDS)) {
        exitCode = process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String text = output();
    StringBuilder message = new StringBuilder(owner);
    message.append(": worker ").append(id).append(" (process ").append(process.pid());
    message.append(", rows ").append(firstRow).append(" to ").append(firstRow + rows - 1);
    if (exitCode == null) {
      message.append(") closed its connection but still runs.");
    } else {
      message.append(") died with exit code ").append(exitCode);
      String signal = SIGNALS.get(exitCode);
      message.append(signal == null ? "." : " (" + signal + ").");
    }
    if (!text.isEmpty()) {
      message.append(" The last lines of its output:\n").append(text);
    }
    return new EnvWorkerException(message.toString(), id, -1, exitCode, "", text);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  private String output() {
    return output.tail(!process.isAlive());
  }

  private WorkerControl control() {
    if (control == null) {
      throw new IllegalStateException("The worker has not said hello yet.");
    }
    return control;
  }

  private SocketChannel channel() {
    if (channel == null) {
      throw new IllegalStateException("The worker is not connected yet.");
    }
    return channel;
  }

  /** Asks the worker to close its environments and end. */
  void beginClose() {
    try {
      if (channel != null) {
        channel.close();
      } else {
        process.getOutputStream().close();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }

  /**
   * Ends it and what its environments started: the worker's group ends with this pipe. Children of
   * a worker that is gone hold its output open, which keeps the JVM from closing the pipe itself.
   */
  private void endGroup() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It is gone already, or is ended by the next line.
    }
    process.destroyForcibly();
  }

  /** Waits for its end, or ends it. */
  @Override
  public void close() {
    beginClose();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        endGroup();
        process.waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    endGroup();
  }
}
