package org.morl4j.agents.value;

/** Which law a critic puts out, as a config names it by {@code type}. */
public interface ValueHeadOptions {
  /**
   * A head of this kind for one critic.
   *
   * @param signals S
   * @param laws critics whose laws are pooled into one target; 1 but for heads that pool
   */
  ValueHead head(int signals, int laws);

  /** Whether it pools the laws of all critics into its target instead of picking one critic. */
  default boolean pools() {
    return false;
  }

  /**
   * Whether one network of this kind learns by itself from rewards and mean values: not if it pools
   * critics, nor if its loss needs a second critic or a sample beside the mean.
   */
  default boolean standsAlone() {
    return !pools();
  }
}
