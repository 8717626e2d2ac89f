package org.morl4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.core.data.ReplayOptions.Storage;

class ReplayMemoryTest {
  private final Path folder;

  ReplayMemoryTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** 1000 rows of 80 bytes take 160,000 in the heap with their copy, 3/4 of 213,334. */
  @ParameterizedTest
  @CsvSource({
    "AUTO, 213334, false",
    "AUTO, 213332, true",
    "HEAP, 160000, false",
    "MAPPED, 9999999, true"
  })
  void heapWhereItFits(Storage storage, long freeHeap, boolean mapped) {
    Shards shards = new ReplayMemory(freeHeap, folder).take(storage, 1000, 80);
    assertThat(shards.bytes(0, 1000).isDirect()).isEqualTo(mapped);
    assertThat(shards.bytes(0, 1000).remaining()).isEqualTo(80_000);
  }

  @Test
  void aHeapTooSmallIsRefused() {
    ReplayMemory memory = new ReplayMemory((2L << 20) - 1, folder);
    assertThatThrownBy(() -> memory.take(Storage.HEAP, 1 << 14, 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The replay buffer of 16384 transitions needs 1.0 MiB, and as much again while it is"
                + " saved, but the heap has 2.0 MiB left. Maybe lower agent.replay.capacity, raise"
                + " -Xmx or set agent.replay.storage to mapped.");
  }

  /** No disk has 2^31 rows of a GiB. Nothing is written before that is clear. */
  @Test
  void aDiskTooSmallIsRefused() throws IOException {
    ReplayMemory memory = new ReplayMemory(1 << 20, folder);
    assertThatThrownBy(() -> memory.take(Storage.AUTO, Integer.MAX_VALUE, 1 << 30))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "The replay buffer of 2147483647 transitions needs 2199023254528.0 MiB in a file in "
                + folder)
        .hasMessageEndingWith(
            "are left. Maybe lower agent.replay.capacity or name another folder with"
                + " -Djava.io.tmpdir.");
    assertThat(files()).isZero();
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    ReplayMemory memory = new ReplayMemory(0, folder.resolve("none"));
    assertThatThrownBy(() -> memory.take(Storage.MAPPED, 10, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(folder.resolve("none").toString());
  }

  /** The file's name is gone at once; nothing stays behind when the process is killed. */
  @Test
  void noFileStaysBehind() throws IOException {
    Shards shards = new ReplayMemory(0, folder).take(Storage.MAPPED, 100, 8);
    shards.doubles(0).put(99, 1.5);
    assertThat(files()).isZero();
    assertThat(shards.doubles(0).get(99)).isEqualTo(1.5);
  }

  private long files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.count();
    }
  }

  /** 21 rows of 24 bytes in shards of at most 100: 4 rows each, the last with one. */
  @Test
  void rowsAreFoundAcrossShards() {
    int[] sizes = new int[6];
    Shards shards =
        Shards.of(
            21,
            24,
            100,
            (index, size) -> {
              sizes[index] = size;
              return java.nio.ByteBuffer.allocate(size);
            });
    assertThat(sizes).containsExactly(96, 96, 96, 96, 96, 24);
    for (int row = 0; row < 21; row++) {
      assertThat(shards.shardOf(row)).isEqualTo(row / 4);
      assertThat(shards.localRow(row)).isEqualTo(row % 4);
    }
    assertThat(shards.bytes(1, 6).remaining()).isEqualTo(48);
    assertThat(shards.bytes(2, 6).remaining()).isZero();
    assertThat(shards.bytes(5, 21).remaining()).isEqualTo(24);
  }

  /** A row longer than a shard still gets one of its own. */
  @Test
  void longRowsHaveShardsOfTheirOwn() {
    Shards shards = Shards.of(3, 24, 8, (index, size) -> java.nio.ByteBuffer.allocate(size));
    assertThat(shards.count()).isEqualTo(3);
    assertThat(shards.shardOf(2)).isEqualTo(2);
  }

  @Test
  void recordedDataGoesToAFileWhereTheHeapIsFull() {
    ReplayMemory.Tenant data = new ReplayMemory.Tenant("The table of x", "slice it", true);
    Shards shards = new ReplayMemory(1000, folder, data).take(Storage.AUTO, 100, 80);
    assertThat(shards.bytes(0, 100).isDirect()).isTrue();
    assertThatThrownBy(
            () ->
                new ReplayMemory(1000, folder, data).take(Storage.AUTO, Integer.MAX_VALUE, 1 << 30))
        .hasMessageStartingWith("The table of x of 2147483647 transitions needs")
        .hasMessageContaining("Maybe slice it or name another folder");
  }
}
