package org.morl4j.core.rng;

/**
 * A node in the tree of seeds that one run seed spans: every component, job and row takes its own
 * child, so adding or reordering draws in one place never shifts those of another.
 *
 * @param seed the node's 64 bits
 */
public record SeedTree(long seed) {
  /** The child for a named component. */
  public SeedTree child(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return new SeedTree(mix(seed ^ mix(hash)));
  }

  /** The child for an index: a job, an environment row, an evaluation. */
  public SeedTree child(long index) {
    return new SeedTree(mix(seed + 0x9e3779b97f4a7c15L * (index + 1)));
  }

  /** A generator that starts here. */
  public Rng generator() {
    return new Rng(seed);
  }

  /** Generators of the children 0 to n-1: one a row, so results don't depend on how rows split. */
  public Rng[] generators(int n) {
    Rng[] generators = new Rng[n];
    for (int i = 0; i < n; i++) {
      generators[i] = child(i).generator();
    }
    return generators;
  }

  /** SplitMix64's finaliser (Steele, Lea, Flood 2014). */
  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
