package org.morl4j.cli.report;

import java.util.Map;

/**
 * The field's words, told to who never met them: shown as a word is pointed at or has the focus.
 */
final class Words {
  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry(
              "front",
              "Policies of which none is at least as good as another in everything and better in"
                  + " something: what is left to choose from."),
          Map.entry(
              "hypervolume",
              "How much of the space between the reference point and the best possible the front"
                  + " covers. One number for how good all policies are together; larger is better."),
          Map.entry(
              "reference",
              "A point that every useful policy beats in every objective; the hypervolume is"
                  + " counted from there, and means nothing without it."),
          Map.entry(
              "beyond noise",
              "The part of the hypervolume that is left when policies that chance may have told"
                  + " apart count as one."),
          Map.entry(
              "measured anew",
              "In fresh episodes that had no part in choosing the policies: those that were lucky"
                  + " when they were chosen are not flattered."),
          Map.entry(
              "expected utility",
              "What the best policy brings on average to someone whose weights of the objectives"
                  + " are drawn at random; larger is better."),
          Map.entry(
              "sparsity",
              "Mean squared distance between neighbours on the front: smaller means fewer gaps."),
          Map.entry("cardinality", "How many policies are on the front."),
          Map.entry(
              "stage",
              "Stage 1 trains a policy for each of several weightings of the objectives; stage 2"
                  + " goes on from the best of them, one objective at a time."),
          Map.entry("round", "Stage 2 chooses anew which policies to go on from in each round."),
          Map.entry(
              "knee",
              "Where the front bends most: from there, a little more of one objective costs much"
                  + " of another."),
          Map.entry(
              "standard error",
              "How far the mean of the measured episodes is likely to be from the true mean."),
          Map.entry(
              "transition",
              "One step of the environment: the policy observes, acts, and is told what that"
                  + " brought."),
          Map.entry("policy", "What was trained: it chooses an action for each observation."),
          Map.entry(
              "return",
              "The sum of rewards over an episode, as the run's evaluations discount it."),
          Map.entry(
              "archive",
              "All policies the search kept, by the returns they were chosen by. Measured anew,"
                  + " some of them fall off the front."));

  private Words() {}

  /** A word of the list as it stands in a sentence. */
  static String of(String word) {
    return of(word, word);
  }

  /**
   * The same in another form.
   *
   * @param shown trusted text
   */
  static String of(String word, String shown) {
    String meaning = meaning(word);
    return "<span class=\"word\" tabindex=\"0\" aria-label=\"%s: %s\">%s<span class=\"meaning\" aria-hidden=\"true\">%s</span></span>"
        .formatted(shown, Escape.html(meaning), shown, Escape.html(meaning));
  }

  /** What it means, as plain text. */
  static String meaning(String word) {
    String meaning = MEANINGS.get(word);
    if (meaning == null) {
      throw new IllegalArgumentException("There is no meaning of " + word + ".");
    }
    return meaning;
  }
}
