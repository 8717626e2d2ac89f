package org.morl4j.nn;

/** Which executor runs a network. */
public enum Backend {
  /** Plain Java loops and a native matrix product on the CPU. */
  FUSED,
  /** ND4J operations on whichever ND4J backend is on the class path. */
  ND4J
}
