package example.dam;

import static org.morl4j.Morl4j.atMost;

import java.util.Arrays;
import org.morl4j.Morl4j;
import org.morl4j.RunPolicy;
import org.morl4j.RunResult;
import org.morl4j.agents.onpolicy.Ppo;

/** The README's program. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    // README
    RunResult result =
        Morl4j.train(Dam::new, Ppo.Options.DEFAULT.withLearningRate(1e-3).withHidden(32, 32))
            .budget(80_000)
            .weights(1, 2)
            .limit("flood", atMost(0.05))
            .run();
    for (RunPolicy policy : result.policies()) {
      System.out.println(policy.id() + " " + policy.returns() + " flood " + policy.costs());
    }
    System.out.println(Arrays.toString(result.best().act(new double[] {0.8})));
    // end
  }
}
