package org.morl4j.envs.gym;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Space;
import org.morl4j.envs.maze.MazeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the workers of one {@link GymVectorEnv} side by side, connects and ends them. */
final class WorkerPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);
  private static final List<String> SCRIPTS =
      List.of(
          "worker.py",
          "worker_contract.py",
          "worker_environments.py",
          "worker_rows.py",
          "worker_spaces.py");

  final List<Worker> workers = new ArrayList<>();
  final Map<String, String> versions = new LinkedHashMap<>();
  private final GymOptions options;
  private final ControlServer server;
  private @Nullable MazeMap maze;

  private WorkerPool(GymOptions options, int count) {
    this.options = options;
    this.server = new ControlServer(count);
  }

  /** Workers for {@code n} rows, without environments yet. */
  static WorkerPool start(GymOptions options, int n, Path interpreter) {
    int cores = Runtime.getRuntime().availableProcessors();
    int count = Math.min(n, options.workers() == 0 ? cores : options.workers());
    WorkerPool pool = new WorkerPool(options, count);
    Path folder = privateFolder();
    try {
      copyScripts(folder);
      Path script = folder.resolve(SCRIPTS.get(0));
      int firstRow = 0;
      for (int i = 0; i < count; i++) {
        int rows = n / count + (i < n % count ? 1 : 0);
        pool.workers.add(
            new Worker(options.id(), i, firstRow, rows, interpreter, script, pool.server));
        firstRow += rows;
      }
      for (Worker worker : pool.workers) {
        JsonNode found = worker.hello(pool.server, interpreter);
        if (pool.versions.isEmpty()) {
          found.properties().forEach(e -> pool.versions.put(e.getKey(), e.getValue().asText()));
        }
      }
      pool.server.stopListening();
      PythonEnvironment.warnOfUntested(pool.versions);
      return pool;
    } catch (IOException e) {
      pool.close();
      throw new EnvException(options.id() + ": could not write the worker: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    } finally {
      delete(folder);
    }
  }

  /** Builds the environments and connects their data planes. */
  EnvSpec open() {
    try {
      for (Worker worker : workers) {
        worker.prepare(request(worker));
      }
      List<JsonNode> descriptions = workers.stream().map(Worker::describe).toList();
      JsonNode first = descriptions.get(0);
      for (Worker worker : workers) {
        if (!descriptions.get(worker.id).equals(first)) {
          throw worker.failure("built environments unlike those of worker 0.", -1, "");
        }
      }
      EnvSpec spec = spec(first);
      maze = maze(first.path("maze"));
      attach(spec);
      return spec;
    } catch (IOException e) {
      close();
      throw new EnvException(options.id() + ": no shared memory: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The maze that the environments say they are; null for all others. */
  @Nullable MazeMap maze() {
    return maze;
  }

  private static @Nullable MazeMap maze(JsonNode node) {
    if (!node.isObject()) {
      return null;
    }
    JsonNode rows = node.path("walls");
    boolean[][] walls = new boolean[rows.size()][];
    for (int i = 0; i < walls.length; i++) {
      walls[i] = new boolean[rows.get(i).size()];
      for (int j = 0; j < walls[i].length; j++) {
        walls[i][j] = rows.get(i).get(j).asBoolean();
      }
    }
    return new MazeMap(walls, node.path("scale").asDouble());
  }

  private String request(Worker worker) throws JsonProcessingException {
    ObjectNode request = Worker.JSON.createObjectNode();
    request.put("id", options.id());
    request.put("provider", options.provider());
    request.put("name", options.name());
    request.put("rows", worker.rows);
    request.put("maxEpisodeSteps", options.maxEpisodeSteps());
    request.set("kwargs", Worker.JSON.valueToTree(options.kwargs()));
    request.set("objectives", Worker.JSON.valueToTree(options.signals().objectives()));
    request.set("costs", Worker.JSON.valueToTree(options.costs()));
    request.set("pythonPath", Worker.JSON.valueToTree(options.pythonPath()));
    return Worker.JSON.writeValueAsString(request);
  }

  private EnvSpec spec(JsonNode node) {
    GymSpaces spaces = new GymSpaces(options.id());
    List<String> named = options.signals().objectives();
    List<String> objectives =
        named.isEmpty() ? ObjectiveNames.of(options.name(), node.get("objectives").asInt()) : named;
    options.signals().requireMinimised(objectives);
    Space observations = spaces.read("observation space", node.get("observationSpace"));
    Space actions = spaces.read("action space", node.get("actionSpace"));
    return new EnvSpec(
        options.id(),
        observations,
        actions,
        objectives,
        options.costs(),
        node.get("horizon").asInt(),
        null,
        null,
        node.get("simulator").asText());
  }

  private void attach(EnvSpec spec) throws IOException {
    Path folder = privateFolder();
    try {
      for (Worker worker : workers) {
        Path file = folder.resolve(worker.id + ".memory");
        Path socket = folder.resolve(worker.id + ".socket");
        DataPlane plane =
            new DataPlane(
                file,
                worker.rows,
                spec.actionSpace().size(),
                spec.observationSpace().size(),
                spec.objectives().size(),
                spec.costs().size());
        ObjectNode plan = Worker.JSON.valueToTree(plane.offsets());
        plan.put("file", file.toString()).put("bytes", plane.bytes());
        plan.put("socket", socket.toString());
        plan.put("actSize", spec.actionSpace().size());
        plan.put("obsSize", spec.observationSpace().size());
        try (ServerSocketChannel listening =
            ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
          listening.bind(UnixDomainSocketAddress.of(socket));
          worker.attach(plane, Worker.JSON.writeValueAsString(plan));
          worker.connected(listening.accept());
        }
      }
    } finally {
      // Both sides hold what they need open: nothing is left behind, however either ends.
      delete(folder);
    }
  }

  List<Integer> ports() {
    return Stream.concat(
            Stream.of(server.port()),
            workers.stream().map(worker -> server.registered(worker.id).join()))
        .toList();
  }

  @Override
  public void close() {
    workers.forEach(Worker::beginClose);
    workers.forEach(Worker::close);
    server.close();
  }

  /** A new folder that only this user may enter, in memory where the system has such a place. */
  static Path privateFolder() {
    Path memory = Path.of("/dev/shm");
    String prefix = "morl4j-" + ProcessHandle.current().pid() + "-";
    try {
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, prefix)
          : Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new EnvException("No temporary folder could be made: " + e.getMessage(), e);
    }
  }

  static void delete(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      LOG.debug("could not remove {}", folder, e);
    }
  }

  private static void copyScripts(Path folder) throws IOException {
    for (String name : SCRIPTS) {
      try (InputStream script = WorkerPool.class.getResourceAsStream(name)) {
        if (script == null) {
          throw new IOException(name + " is not on the class path");
        }
        Files.copy(script, folder.resolve(name));
      }
    }
  }
}
