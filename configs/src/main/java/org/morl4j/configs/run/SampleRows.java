package org.morl4j.configs.run;

import java.util.Arrays;
import java.util.List;
import org.morl4j.configs.RunConfig;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Dataset;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;

/**
 * Rows that stand for a replay that is still to be recorded: of its shapes and columns, with any
 * numbers.
 *
 * @param recorder the config of the run that will record it
 */
record SampleRows(EnvSpec spec, RunConfig recorder) implements Dataset {
  private static final int ROWS = 256;

  @Override
  public String description() {
    return "the replay of " + recorder.name();
  }

  @Override
  public String hash() {
    return "";
  }

  @Override
  public DataView view(Signals signals) {
    Rng rng = new SeedTree(0).child("sample").generator();
    int features = spec.observationSpace().features();
    float[] obs = new float[Math.multiplyExact(ROWS, features)];
    for (int i = 0; i < obs.length; i++) {
      obs[i] = rng.nextFloat();
    }
    int size = spec.actionSpace().size();
    double[] act = new double[ROWS * size];
    for (int i = 0; i < ROWS; i++) {
      spec.actionSpace().sample(rng, act, i * size);
    }
    int[] offsets = new int[ROWS + 1];
    Arrays.setAll(offsets, i -> i);
    int[] steps = new int[ROWS];
    Arrays.fill(steps, 1);
    Batch batch =
        new Batch(
            signals,
            offsets,
            obs,
            obs.clone(),
            act,
            new double[ROWS * spec.objectives().size()],
            new double[ROWS * spec.costs().size()],
            new boolean[ROWS],
            new boolean[ROWS],
            steps);
    for (Column column : recorder.agent().factory().requirements().columns()) {
      int numbers = ROWS * batch.width(column);
      if (column.kind() == Column.Kind.INT) {
        batch.with(column, new int[numbers]);
      } else {
        batch.with(column, new float[numbers]);
      }
    }
    return TransitionTable.of(description(), List.of(batch));
  }
}
