package org.morl4j.envs.gym;

/**
 * What Java calls in a worker through Py4J; {@code worker.py} implements it. Answers are JSON:
 * {@code {"ok": value}} or {@code {"error": summary, "traceback": text}}.
 */
public interface WorkerControl {
  /** The worker's protocol and the versions of its packages. */
  String hello();

  /** Starts to build the environments and returns at once. */
  void prepare(String options);

  /** Waits for the environments; answers with their spaces. */
  String describe();

  /** Maps the shared file and connects to the socket. */
  String attach(String plan);

  /** Writes one frame of a row to a file; answers with its shape. */
  String render(int row, String path);
}
