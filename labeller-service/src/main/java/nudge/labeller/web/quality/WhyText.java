package nudge.labeller.web.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import nudge.events.Basis;
import nudge.labeller.consensus.Explanation;
import nudge.labeller.consensus.Explanation.Opinion;

/** Says in one sentence for people why an image has its label. */
final class WhyText {
    private final Explanation explanation;
    private final Map<UUID, String> names;

    private WhyText(Explanation explanation, Map<UUID, String> names) {
        this.explanation = explanation;
        this.names = names;
    }

    /** @param names of those who gave labels or decided; who is missing was deleted */
    static String of(Explanation explanation, Map<UUID, String> names) {
        String text = new WhyText(explanation, names).text();
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private String text() {
        UUID reviewer = explanation.adjudicatedBy();
        Integer digit = explanation.digit();
        if (reviewer != null) {
            return name(reviewer) + " decided in review that it "
                    + (digit == null ? "is not a digit" : "shows a " + digit)
                    + (explanation.labels().isEmpty() ? "." : "; " + opinions() + ".");
        }
        if (digit == null) {
            return explanation.notADigit() ? "It was rejected: somebody says that it is not a digit." : open();
        }
        Basis basis = explanation.basis();
        if (basis == Basis.IMPORT) {
            return "It came with its label " + digit + ".";
        }
        if (basis == Basis.POSTERIOR) {
            return "It is a " + digit + " with a probability of " + percent(explanation.confidence())
                    + " by the policy " + policy() + weights() + ": " + opinions() + ".";
        }
        return "It is a " + digit + " by the policy " + policy() + ", by which the latest label counts: " + opinions()
                + ".";
    }

    private String open() {
        if (explanation.labels().isEmpty()) {
            return "It waits for its first label.";
        }
        return "Nothing is settled by the policy " + policy() + weights() + ": " + opinions()
                + (explanation.policyName().equals("solo")
                        ? "."
                        : ", and the most probable digit has " + percent(explanation.confidence()) + ".");
    }

    private String policy() {
        return explanation.policyName()
                + (explanation.policyPosition() == 0 ? "" : " of position " + explanation.policyPosition());
    }

    private String weights() {
        return explanation.estimate() == 0
                ? ", with weights by trust alone"
                : ", with weights by estimate " + explanation.estimate();
    }

    /** Such as: Anna (trust 97 %) and Ben (trust 80 %) say 7, Eve says 1 and does not count. */
    private String opinions() {
        List<String> parts = new ArrayList<>();
        for (int digit = 0; digit < 10; digit++) {
            int given = digit;
            say(explanation.labels().stream().filter(label -> label.digit() == given && label.counts()), given, parts);
        }
        explanation.labels().stream()
                .filter(label -> !label.counts())
                .forEach(label -> parts.add(name(label.actor()) + " said " + label.digit() + ", which does not count"));
        return parts.isEmpty() ? "no label counts" : String.join("; ", parts);
    }

    private void say(java.util.stream.Stream<Opinion> labels, int digit, List<String> parts) {
        List<String> people =
                labels.map(label -> name(label.actor()) + trust(label)).toList();
        if (!people.isEmpty()) {
            String last = people.get(people.size() - 1);
            String all = people.size() == 1
                    ? last
                    : String.join(", ", people.subList(0, people.size() - 1)) + " and " + last;
            parts.add(all + " said " + digit);
        }
    }

    private String trust(Opinion label) {
        return explanation.policyName().equals("solo") ? "" : " (trust " + percent(label.trust()) + ")";
    }

    private String name(UUID actor) {
        return names.getOrDefault(actor, "somebody who was deleted");
    }

    private static String percent(double share) {
        // Nothing is certain that is only nearly so.
        double shown = share < 1 ? Math.min(share, 0.9999) : share;
        return String.format(Locale.ROOT, shown > 0.99 && shown < 1 ? "%.2f %%" : "%.0f %%", 100 * shown);
    }
}
