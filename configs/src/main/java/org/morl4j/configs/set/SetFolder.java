package org.morl4j.configs.set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.set.SetPlan.GivenConfig;
import org.morl4j.core.check.Check;
import org.morl4j.core.state.Checkpoints;

/**
 * The files of a set of runs, besides its runs' folders: {@code set.json}, the manifest with a hash
 * of all it says, and a lock.
 */
final class SetFolder {
  static final String MANIFEST = "set.json";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path folder;

  SetFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * What is written.
   *
   * @param configs fingerprint of each run's config, by name
   */
  record Manifest(SetPlan plan, Map<String, String> configs) {}

  boolean holdsSet() {
    return Files.isRegularFile(folder.resolve(MANIFEST));
  }

  void write(Manifest manifest) throws IOException {
    SetPlan plan = manifest.plan();
    ObjectNode node = JSON.createObjectNode();
    node.put("format", 1).put("kind", plan.kind()).put("source", plan.base().source());
    texts(node.putArray("settings"), plan.base().settings());
    texts(node.putArray("vary"), plan.varied());
    if (plan.pruning() == null) {
      node.putNull("pruning");
    } else {
      node.putObject("pruning").put("warmup", plan.pruning().warmup());
    }
    ArrayNode runs = node.putArray("runs");
    for (NamedRun run : plan.runs()) {
      ObjectNode one = runs.addObject();
      one.put("name", run.name()).put("group", run.group()).put("seed", run.seed());
      texts(one.putArray("overrides"), run.overrides());
      one.put("config", manifest.configs().get(run.name()));
    }
    node.put("base", plan.base().text());
    node.put("hash", hash(node));
    Path beside = folder.resolve(MANIFEST + ".partial");
    Files.writeString(beside, JSON.writeValueAsString(node) + "\n");
    Checkpoints.moveOver(beside, folder.resolve(MANIFEST));
  }

  /**
   * @throws ConfigException if there is no set, or its files don't belong together
   */
  Manifest read() throws IOException {
    Path file = folder.resolve(MANIFEST);
    if (!holdsSet()) {
      throw new ConfigException(
          "%s holds no set of runs: it has no %s. Maybe name a folder that train --seeds or sweep wrote."
              .formatted(folder, MANIFEST));
    }
    JsonNode tree = JSON.readTree(file.toFile());
    if (!(tree instanceof ObjectNode node) || node.path("format").asInt() != 1) {
      throw new ConfigException(
          "%s is of format %s, but must be of format 1. Maybe another release wrote it."
              .formatted(file, tree.path("format")));
    }
    String said = node.path("hash").asText();
    node.remove("hash");
    if (!said.equals(hash(node))) {
      throw new ConfigException(
          "%s has the hash %s, but says %s. Maybe it was edited: begin another set with --out."
              .formatted(file, hash(node), said));
    }
    Map<String, String> configs = new LinkedHashMap<>();
    List<NamedRun> runs = new ArrayList<>();
    for (JsonNode run : node.path("runs")) {
      String name = run.path("name").asText();
      runs.add(
          new NamedRun(
              name,
              run.path("group").asText(),
              texts(run.path("overrides")),
              run.path("seed").asLong()));
      configs.put(name, run.path("config").asText());
    }
    JsonNode pruning = node.path("pruning");
    SetPlan plan =
        new SetPlan(
            node.path("kind").asText(),
            new GivenConfig(
                node.path("base").asText(),
                node.path("source").asText(),
                texts(node.path("settings"))),
            texts(node.path("vary")),
            pruning.isObject() ? new MedianRule(pruning.path("warmup").asInt()) : null,
            runs);
    return new Manifest(plan, configs);
  }

  /** Keeps other processes from training the same set, until it is closed. */
  FileChannel lock() throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileSystemException e) {
      throw new ConfigException(
          "The folder %s of several runs can't be made: %s. Maybe name another --out, in a folder that you may write to."
              .formatted(
                  Check.quoted(folder.toString(), 200),
                  e.getReason() == null ? "a file is in its way" : e.getReason()));
    }
    FileChannel channel =
        FileChannel.open(
            folder.resolve("set.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      taken = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      taken = false; // this very process
    } finally {
      if (!taken) {
        channel.close();
      }
    }
    if (!taken) {
      throw new ConfigException(
          "%s is in use by another process. Maybe wait for it to end.".formatted(folder));
    }
    return channel;
  }

  private static void texts(ArrayNode to, List<String> texts) {
    texts.forEach(to::add);
  }

  private static List<String> texts(JsonNode from) {
    List<String> texts = new ArrayList<>();
    from.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static String hash(ObjectNode node) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(node.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
