package org.morl4j.configs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.morl4j.agents.dice.Coptidice;
import org.morl4j.agents.dice.Odice;
import org.morl4j.agents.dice.Optidice;
import org.morl4j.agents.dice.Smodice;
import org.morl4j.agents.discrete.C51;
import org.morl4j.agents.discrete.DiscreteCql;
import org.morl4j.agents.discrete.Dqn;
import org.morl4j.agents.discrete.Iqn;
import org.morl4j.agents.discrete.QrDqn;
import org.morl4j.agents.discrete.StockDqn;
import org.morl4j.agents.implicit.Eql;
import org.morl4j.agents.implicit.Extraction;
import org.morl4j.agents.implicit.FDvl;
import org.morl4j.agents.implicit.Fisor;
import org.morl4j.agents.implicit.IqLearn;
import org.morl4j.agents.implicit.Iql;
import org.morl4j.agents.implicit.Recoil;
import org.morl4j.agents.implicit.Reference;
import org.morl4j.agents.implicit.Smore;
import org.morl4j.agents.implicit.Sql;
import org.morl4j.agents.implicit.UniRl;
import org.morl4j.agents.implicit.Xql;
import org.morl4j.agents.offpolicy.Dsac;
import org.morl4j.agents.offpolicy.DsacT;
import org.morl4j.agents.offpolicy.OffPolicyMdpo;
import org.morl4j.agents.offpolicy.Redq;
import org.morl4j.agents.offpolicy.Rlpd;
import org.morl4j.agents.offpolicy.Sac;
import org.morl4j.agents.offpolicy.Td3;
import org.morl4j.agents.offpolicy.Tqc;
import org.morl4j.agents.onpolicy.Mdpo;
import org.morl4j.agents.onpolicy.PolicyLoss;
import org.morl4j.agents.onpolicy.Ppo;
import org.morl4j.agents.onpolicy.Trpo;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.agents.policy.Risk;
import org.morl4j.agents.policy.Utility;
import org.morl4j.agents.regularized.A2pr;
import org.morl4j.agents.regularized.Awac;
import org.morl4j.agents.regularized.Bc;
import org.morl4j.agents.regularized.CalQl;
import org.morl4j.agents.regularized.Conservatism;
import org.morl4j.agents.regularized.Cpq;
import org.morl4j.agents.regularized.Cql;
import org.morl4j.agents.regularized.Prdc;
import org.morl4j.agents.regularized.Rebrac;
import org.morl4j.agents.regularized.Td3Bc;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.configs.json.CommentedConfig;
import org.morl4j.configs.json.ConfigReader;
import org.morl4j.configs.json.ConfigSchema;
import org.morl4j.configs.json.ConfigTypes;
import org.morl4j.configs.json.ConfigWriter;
import org.morl4j.constraints.AdamAscent;
import org.morl4j.constraints.Ascent;
import org.morl4j.constraints.Cpo;
import org.morl4j.constraints.HandlerOptions;
import org.morl4j.constraints.Lagrange;
import org.morl4j.constraints.LogBarrier;
import org.morl4j.constraints.MultiplierOptions;
import org.morl4j.constraints.Pid;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Statistic;
import org.morl4j.core.data.ClipActionTransform;
import org.morl4j.core.data.DataTransform;
import org.morl4j.core.data.ReturnNormalise;
import org.morl4j.core.data.RewardTransform;
import org.morl4j.core.data.TopReturns;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.envs.wrap.ClipAction;
import org.morl4j.envs.wrap.CostScale;
import org.morl4j.envs.wrap.LinearReward;
import org.morl4j.envs.wrap.ObservedCost;
import org.morl4j.envs.wrap.RescaleAction;
import org.morl4j.envs.wrap.RewardScale;
import org.morl4j.envs.wrap.StockObservation;
import org.morl4j.envs.wrap.WrapperOptions;
import org.morl4j.pareto.search.CMorl;
import org.morl4j.pareto.search.CMorl.Thresholds;
import org.morl4j.pareto.search.ExtractionSearch;
import org.morl4j.pareto.search.PreferenceSearch;
import org.morl4j.pareto.search.SearchOptions;
import org.morl4j.pareto.search.Single;
import org.morl4j.pareto.search.WeightedSum;

/** The names a config can use, one line each. A new algorithm adds its line here. */
public final class Catalogue {
  private static final ConfigTypes TYPES =
      ConfigTypes.NONE
          .register(AgentOptions.class, "ppo", Ppo.Options.class)
          .register(AgentOptions.class, "trpo", Trpo.Options.class)
          .register(AgentOptions.class, "mdpo", Mdpo.Options.class)
          .register(AgentOptions.class, "sac", Sac.Options.class)
          .register(AgentOptions.class, "td3", Td3.Options.class)
          .register(AgentOptions.class, "tqc", Tqc.Options.class)
          .register(AgentOptions.class, "redq", Redq.Options.class)
          .register(AgentOptions.class, "rlpd", Rlpd.Options.class)
          .register(AgentOptions.class, "off-policy-mdpo", OffPolicyMdpo.Options.class)
          .register(AgentOptions.class, "dsac", Dsac.Options.class)
          .register(AgentOptions.class, "dsac-t", DsacT.Options.class)
          .register(AgentOptions.class, "dqn", Dqn.Options.class)
          .register(AgentOptions.class, "qr-dqn", QrDqn.Options.class)
          .register(AgentOptions.class, "c51", C51.Options.class)
          .register(AgentOptions.class, "iqn", Iqn.Options.class)
          .register(AgentOptions.class, "discrete-cql", DiscreteCql.Options.class)
          .register(AgentOptions.class, "stock-dqn", StockDqn.Options.class)
          .register(AgentOptions.class, "iql", Iql.Options.class)
          .register(AgentOptions.class, "sql", Sql.Options.class)
          .register(AgentOptions.class, "eql", Eql.Options.class)
          .register(AgentOptions.class, "xql", Xql.Options.class)
          .register(AgentOptions.class, "f-dvl", FDvl.Options.class)
          .register(AgentOptions.class, "fisor", Fisor.Options.class)
          .register(AgentOptions.class, "uni-rl", UniRl.Options.class)
          .register(AgentOptions.class, "odice", Odice.Options.class)
          .register(AgentOptions.class, "optidice", Optidice.Options.class)
          .register(AgentOptions.class, "coptidice", Coptidice.Options.class)
          .register(AgentOptions.class, "bc", Bc.Options.class)
          .register(AgentOptions.class, "recoil", Recoil.Options.class)
          .register(AgentOptions.class, "iq-learn", IqLearn.Options.class)
          .register(AgentOptions.class, "smodice", Smodice.Options.class)
          .register(AgentOptions.class, "smore", Smore.Options.class)
          .register(FDvl.Divergence.class, "total-variation", FDvl.TotalVariation.class)
          .register(FDvl.Divergence.class, "chi-square", FDvl.ChiSquare.class)
          .register(FDvl.Divergence.class, "reverse-kl", FDvl.ReverseKl.class)
          .register(UniRl.Divergence.class, "reverse-kl", UniRl.ReverseKl.class)
          .register(UniRl.Divergence.class, "chi-square", UniRl.ChiSquare.class)
          .register(Extraction.class, "in-sample", Extraction.InSample.class)
          .register(Extraction.class, "importance", Extraction.Importance.class)
          .register(Extraction.class, "likelihood", Extraction.Likelihood.class)
          .register(Reference.class, "moving", Reference.Moving.class)
          .register(Reference.class, "copies", Reference.Copies.class)
          .register(Reference.class, "fixed", Reference.Fixed.class)
          .register(Reference.class, "recorded", Reference.Recorded.class)
          .register(AgentOptions.class, "td3-bc", Td3Bc.Options.class)
          .register(AgentOptions.class, "prdc", Prdc.Options.class)
          .register(AgentOptions.class, "rebrac", Rebrac.Options.class)
          .register(AgentOptions.class, "awac", Awac.Options.class)
          .register(AgentOptions.class, "cql", Cql.Options.class)
          .register(AgentOptions.class, "cal-ql", CalQl.Options.class)
          .register(AgentOptions.class, "a2pr", A2pr.Options.class)
          .register(AgentOptions.class, "cpq", Cpq.Options.class)
          .register(Conservatism.class, "fixed", Conservatism.Fixed.class)
          .register(Conservatism.class, "gap", Conservatism.Gap.class)
          .register(PolicyLoss.class, "clip", PolicyLoss.Clip.class)
          .register(PolicyLoss.class, "kl", PolicyLoss.Kl.class)
          .register(PolicyLoss.class, "focops", PolicyLoss.Focops.class)
          .register(TemperatureOptions.class, "fixed", TemperatureOptions.Fixed.class)
          .register(TemperatureOptions.class, "learned", TemperatureOptions.Learned.class)
          .register(ValueHeadOptions.class, "scalar", ScalarHead.Options.class)
          .register(ValueHeadOptions.class, "gaussian", GaussianHead.Options.class)
          .register(ValueHeadOptions.class, "quantile", QuantileHead.Options.class)
          .register(ValueHeadOptions.class, "c51", CategoricalHead.C51.class)
          .register(ValueHeadOptions.class, "two-hot", CategoricalHead.TwoHot.class)
          .register(ValueHeadOptions.class, "hl-gauss", CategoricalHead.HlGauss.class)
          .register(Risk.class, "neutral", Risk.Neutral.class)
          .register(Risk.class, "cvar", Risk.Cvar.class)
          .register(Risk.class, "pow", Risk.Pow.class)
          .register(Risk.class, "cpw", Risk.Cpw.class)
          .register(Utility.class, "expected", Utility.Expected.class)
          .register(Utility.class, "cvar", Utility.Cvar.class)
          .register(Utility.class, "homeostasis", Utility.Homeostasis.class)
          .register(SearchOptions.class, "c-morl", CMorl.Options.class)
          .register(SearchOptions.class, "weighted-sum", WeightedSum.class)
          .register(SearchOptions.class, "single", Single.Options.class)
          .register(SearchOptions.class, "preferences", PreferenceSearch.Options.class)
          .register(SearchOptions.class, "extraction", ExtractionSearch.Options.class)
          .register(HandlerOptions.class, "lagrange", Lagrange.Options.class)
          .register(HandlerOptions.class, "log-barrier", LogBarrier.Options.class)
          .register(HandlerOptions.class, "cpo", Cpo.Options.class)
          .register(MultiplierOptions.class, "ascent", Ascent.Options.class)
          .register(MultiplierOptions.class, "adam", AdamAscent.Options.class)
          .register(MultiplierOptions.class, "pid", Pid.Options.class)
          .register(Statistic.class, "mean", Statistic.Mean.class)
          .register(Statistic.class, "cvar", Statistic.Cvar.class)
          .register(Thresholds.class, "relative", Thresholds.Relative.class)
          .register(Thresholds.class, "gap", Thresholds.Gap.class)
          .register(DataTransform.class, "reward", RewardTransform.class)
          .register(DataTransform.class, "return-normalise", ReturnNormalise.class)
          .register(DataTransform.class, "clip-action", ClipActionTransform.class)
          .register(DataTransform.class, "top", TopReturns.class)
          .register(WrapperOptions.class, "clip-action", ClipAction.Options.class)
          .register(WrapperOptions.class, "rescale-action", RescaleAction.Options.class)
          .register(WrapperOptions.class, "linear-reward", LinearReward.Options.class)
          .register(WrapperOptions.class, "reward-scale", RewardScale.Options.class)
          .register(WrapperOptions.class, "cost-scale", CostScale.Options.class)
          .register(WrapperOptions.class, "cost", ObservedCost.Options.class)
          .register(WrapperOptions.class, "stock", StockObservation.Options.class);

  /** Searches that learn from recorded data alone, so that their configs must name some. */
  private static final Set<String> ON_DATA = Set.of("extraction");

  private Catalogue() {}

  /** Which records the names stand for. */
  public static ConfigTypes types() {
    return TYPES;
  }

  /** Reads run configs. Paths of a file that are relative to it come out absolute. */
  public static ConfigReader<RunConfig> reader() {
    return new ConfigReader<>(RunConfig.class, TYPES, RunFormat.OLDER).located(RunConfig::in);
  }

  /** The resolved JSON of a config. */
  public static String write(RunConfig config) {
    return new ConfigWriter(TYPES).write(config);
  }

  /** The same without the settings that have their defaults. */
  public static String writeBriefly(RunConfig config) {
    return new ConfigWriter(TYPES).writeBriefly(config);
  }

  /** The same with a comment above each setting. */
  public static String writeCommented(RunConfig config) {
    return CommentedConfig.write(config, TYPES);
  }

  /**
   * The config of an agent in an environment, all else at its defaults; a search that learns from
   * data alone gets the path {@code out/data}.
   *
   * @param search by its name, as {@code agent}
   * @throws org.morl4j.configs.json.ConfigException if there is none of that name
   */
  public static RunConfig defaults(String name, String environment, String agent, String search) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "format=" + RunFormat.NUMBER,
                "name=" + name,
                "environment.id=" + environment,
                "agent.type=" + agent,
                "search.type=" + search));
    if (ON_DATA.contains(search)) {
      settings.add("data.path=out/data");
    }
    return reader().parse("{}", "{}", settings);
  }

  /** The name that an agent has in configs. */
  public static String nameOf(AgentOptions agent) {
    return TYPES.nameOf(AgentOptions.class, agent.getClass());
  }

  /** JSON Schema of run configs. */
  public static String schema() {
    return ConfigSchema.of(RunConfig.class, TYPES);
  }

  /** Names of the agents. */
  public static Set<String> agents() {
    return TYPES.named(AgentOptions.class).keySet();
  }

  /** Names of the agents that serve a hook as they are by default. */
  public static List<String> serving(Hook hook) {
    return agents().stream()
        .filter(
            name ->
                defaults("any", "any", name, "single")
                    .agent()
                    .factory()
                    .requirements()
                    .hooks()
                    .contains(hook))
        .toList();
  }

  /** Names of the searches. */
  public static Set<String> searches() {
    return TYPES.named(SearchOptions.class).keySet();
  }
}
