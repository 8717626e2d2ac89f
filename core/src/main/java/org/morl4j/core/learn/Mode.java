package org.morl4j.core.learn;

/** How an actor chooses: by drawing, or greedily. */
public enum Mode {
  EXPLORE,
  EXPLOIT
}
