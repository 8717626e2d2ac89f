package org.morl4j.agents.part;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

/**
 * A variational autoencoder of actions given what a policy sees (that of BCQ, Fujimoto et al. 2018,
 * arXiv 1812.02900): what it makes of an action is one that the data could have there.
 *
 * <pre>
 *   (mean, log std) = e(s, a),  log std in [-4, 15]      z = mean + std N(0, 1)      u = tanh(d(s, z))
 *   L = E[w mean_j (u_j - a_j)^2] + 1/2 E[mean_l 1/2 (mean_l^2 + std_l^2 - 1 - 2 log std_l)]
 * </pre>
 *
 * B rows, A action values in [-1, 1], 2 A numbers z.
 */
public final class ActionVae implements Composite {
  private static final float LEAST_LOG_STD = -4;
  private static final float MOST_LOG_STD = 15;
  private static final double KL_WEIGHT = 0.5;

  /**
   * Its networks.
   *
   * @param vaeHidden units of the hidden layers of encoder and decoder
   * @param vaeLearningRate Adam's rate
   */
  public record Options(
      @Allowed(min = 1, max = 8_192, maxItems = 64) List<Integer> vaeHidden,
      @Allowed(above = 0, max = 1000) double vaeLearningRate) {
    /** BCQ's. */
    public static final Options DEFAULT = new Options(List.of(750, 750), 1e-3);

    public Options {
      Check.allowed(Options.class, "vaeHidden", vaeHidden);
      Check.allowed(Options.class, "vaeLearningRate", vaeLearningRate);
      vaeHidden = List.copyOf(vaeHidden);
    }

    /** What it takes in training. */
    public MemoryNeed memory(EnvSpec spec) {
      double act = spec.actionSpace().size();
      double obs = spec.observationSpace().features();
      return NetworkSize.of(obs + act, vaeHidden, 4 * act)
          .plus(NetworkSize.of(obs + 2 * act, vaeHidden, act))
          .networks(spec);
    }

    /** The same with other {@code vaeHidden}. */
    public Options withVaeHidden(int... value) {
      return new Options(Arrays.stream(value).boxed().toList(), vaeLearningRate);
    }

    /** The same with another {@code vaeLearningRate}. */
    public Options withVaeLearningRate(double value) {
      return new Options(vaeHidden, value);
    }
  }

  private final Options options;
  private final RowShape shape;
  private final int latent; // 2 A
  private final Trainable encoder;
  private final Trainable decoder;
  private float[] code = {}; // [B, 2 x latent], live
  private float[] noise = {}; // [B, latent]
  private float[] decoderIn = {}; // [B, F + m + latent]
  private float[] dDecoderIn = {};
  private float[] recon = {}; // [B, A]
  private float[] dOut = {}; // [B, A]
  private float[] dCode = {}; // [B, 2 x latent]
  private float[] dIn = {}; // [B, F + A + m]

  public ActionVae(Options options, Mlps mlps) {
    this.options = options;
    shape = mlps.shape();
    latent = 2 * shape.act();
    Mlps own = mlps.with(mlps.options().withHidden(options.vaeHidden));
    encoder = own.trainable(TrainableSpec.of(own.spec(shape.stateAction(), false, 2 * latent)));
    decoder = own.trainable(TrainableSpec.of(own.spec(shape.state() + latent, false, shape.act())));
  }

  /**
   * What it makes of actions, with new noise.
   *
   * @param state [B, F + m]
   * @param stateAction the same with the actions [B, F + A + m]
   * @return live [B, A]
   */
  public float[] reconstruct(float[] state, float[] stateAction, int rows, RandomGenerator rng) {
    reserve(rows);
    code = encoder.network(0).forward(stateAction, rows);
    int width = shape.state() + latent;
    for (int i = 0; i < rows; i++) {
      System.arraycopy(state, i * shape.state(), decoderIn, i * width, shape.state());
      for (int l = 0; l < latent; l++) {
        float eps = (float) rng.nextGaussian();
        noise[i * latent + l] = eps;
        decoderIn[i * width + shape.state() + l] = mean(i, l) + (float) std(i, l) * eps;
      }
    }
    float[] out = decoder.network(0).forward(decoderIn, rows);
    for (int i = 0; i < recon.length; i++) {
      recon[i] = (float) Math.tanh(out[i]);
    }
    return recon;
  }

  private void reserve(int rows) {
    if (recon.length != rows * shape.act()) {
      noise = new float[rows * latent];
      decoderIn = new float[rows * (shape.state() + latent)];
      dDecoderIn = new float[decoderIn.length];
      recon = new float[rows * shape.act()];
      dOut = new float[recon.length];
      dCode = new float[rows * 2 * latent];
      dIn = new float[rows * shape.stateAction()];
    }
  }

  /**
   * How far z of actions is from N(0, 1), of recorded kinds of action little: mean_l 1/2 (mean_l^2
   * + std_l^2 - 1 - 2 log std_l).
   *
   * @param stateAction [B, F + A + m]
   * @param out [B], written
   */
  public void divergences(float[] stateAction, int rows, float[] out) {
    code = encoder.network(0).forward(stateAction, rows);
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int l = 0; l < latent; l++) {
        sum += divergence(i, l);
      }
      out[i] = (float) (sum / latent);
    }
  }

  private double divergence(int row, int l) {
    double m = mean(row, l);
    double std = std(row, l);
    return 0.5 * (m * m + std * std - 1 - 2 * Math.log(std));
  }

  private float mean(int row, int l) {
    return code[row * 2 * latent + l];
  }

  private double std(int row, int l) {
    return Math.exp(Math.max(LEAST_LOG_STD, Math.min(MOST_LOG_STD, logStd(row, l))));
  }

  private float logStd(int row, int l) {
    return code[(row * 2 + 1) * latent + l];
  }

  /**
   * One gradient step after {@link #reconstruct} of the actions themselves.
   *
   * @param act what was to come out [B, A]
   * @param weight w of each row [B]
   * @param share of its learning rate that is left
   * @return L before it
   */
  public double step(float[] act, float[] weight, double share) {
    int rows = weight.length;
    double loss = 0;
    for (int i = 0; i < recon.length; i++) {
      double w = (double) weight[i / shape.act()] / recon.length;
      double e = (double) recon[i] - act[i];
      loss += w * e * e;
      dOut[i] = (float) (2 * w * e * (1 - recon[i] * recon[i]));
    }
    decoder.network(0).backward(dOut, decoder.gradient(0), 0, dDecoderIn);
    double each = KL_WEIGHT / (rows * latent);
    for (int i = 0; i < rows; i++) {
      for (int l = 0; l < latent; l++) {
        double std = std(i, l);
        loss += each * divergence(i, l);
        encoderSlopes(i, l, each * mean(i, l), each * (std * std - 1));
      }
    }
    encoder.network(0).backward(dCode, encoder.gradient(0), 0, null);
    encoder.step(0, share * options.vaeLearningRate);
    decoder.step(0, share * options.vaeLearningRate);
    return loss;
  }

  /** Through z to mean and log std, with further slopes of those. */
  private void encoderSlopes(int row, int l, double moreMean, double moreLogStd) {
    float dz = dDecoderIn[row * (shape.state() + latent) + shape.state() + l];
    boolean inside = logStd(row, l) > LEAST_LOG_STD && logStd(row, l) < MOST_LOG_STD;
    double through = dz * std(row, l) * noise[row * latent + l] + moreLogStd;
    dCode[row * 2 * latent + l] = (float) (dz + moreMean);
    dCode[(row * 2 + 1) * latent + l] = inside ? (float) through : 0;
  }

  /**
   * Takes a loss's gradient back through the last {@link #reconstruct} to its actions.
   *
   * @param dRecon dL/d(reconstructed) [B, A]
   * @param dAct dL/d(actions) [B, A], added to
   */
  public void backward(float[] dRecon, float[] dAct) {
    int rows = recon.length / shape.act();
    for (int i = 0; i < recon.length; i++) {
      dOut[i] = dRecon[i] * (1 - recon[i] * recon[i]);
    }
    decoder.network(0).inputGradient(dOut, dDecoderIn);
    for (int i = 0; i < rows; i++) {
      for (int l = 0; l < latent; l++) {
        encoderSlopes(i, l, 0, 0);
      }
    }
    encoder.network(0).inputGradient(dCode, dIn);
    for (int i = 0; i < recon.length; i++) {
      int row = i / shape.act();
      dAct[i] += dIn[row * shape.stateAction() + shape.features() + i % shape.act()];
    }
  }

  @Override
  public Parts parts() {
    return new Parts().part("encoder", encoder).part("decoder", decoder);
  }
}
