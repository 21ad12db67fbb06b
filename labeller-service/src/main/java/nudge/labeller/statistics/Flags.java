package nudge.labeller.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nudge.labeller.quality.Annotator;
import nudge.labeller.statistics.AnnotatorReport.Agreed;
import nudge.labeller.statistics.AnnotatorReport.Change;
import nudge.labeller.statistics.AnnotatorReport.Flag;
import nudge.quality.ChangePoint;
import nudge.quality.ConfusionCounts.Confusion;
import nudge.quality.OddAnswers;
import nudge.quality.Pace;
import org.jspecify.annotations.Nullable;

/** What about somebody's labels is worth a look: nothing follows from it by itself. */
final class Flags {
    private Flags() {}

    static List<Flag> of(PersonFigures figures, Annotator annotator) {
        List<Flag> flags = new ArrayList<>();
        for (Confusion confusion : figures.confusion().confusions()) {
            flags.add(new Flag(
                    "confuses",
                    String.format(
                            Locale.ROOT,
                            "labels %.0f %% of the images that show a %d as %d",
                            100 * confusion.share(),
                            confusion.truth(),
                            confusion.given())));
        }
        Pace pace = figures.pace();
        if (pace.tooFast()) {
            flags.add(new Flag(
                    "fast",
                    String.format(
                            Locale.ROOT,
                            "half of %d labels took less than %.0f ms",
                            pace.timed(),
                            Math.max(1, pace.median().orElse(0)))));
        }
        Optional<OddAnswers> odd = OddAnswers.find(10, figures.confusion());
        odd.ifPresent(answers -> flags.add(new Flag(
                "odd-answers",
                String.format(
                        Locale.ROOT,
                        "gives %d in %.0f %% of the labels, but %.0f %% of these images show it",
                        answers.given(),
                        100 * answers.share(),
                        100 * answers.expected()))));
        if (figures.rubberStamping().hardlyChance()) {
            Agreed agreed = figures.agreed();
            flags.add(new Flag(
                    "rubber-stamps",
                    String.format(
                            Locale.ROOT,
                            "agrees with the model in %.0f %% of the images where its suggestion is shown, in %.0f %%"
                                    + " where it is hidden",
                            percent(agreed.withModelShown()),
                            percent(agreed.withModelHidden()))));
        }
        Change change = change(annotator);
        if (change != null) {
            flags.add(new Flag(
                    "drifted",
                    String.format(
                            Locale.ROOT,
                            "%.0f %% of the answers on gold were right before the position %d, %.0f %% since",
                            100 * change.before(),
                            change.from(),
                            100 * change.after())));
        }
        return List.copyOf(flags);
    }

    private static double percent(@Nullable Double share) {
        return share == null ? 0 : 100 * share;
    }

    /** Where somebody's answers on gold became worse, or null when they did not. */
    static @Nullable Change change(Annotator annotator) {
        List<Annotator.Answer> answers = annotator.answers();
        if (answers.isEmpty()) {
            return null;
        }
        boolean[] correct = new boolean[answers.size()];
        for (int i = 0; i < correct.length; i++) {
            correct[i] = answers.get(i).correct();
        }
        ChangePoint found = ChangePoint.find(correct);
        // What lies between the last good answer and the first bad one is as doubtful as what comes behind.
        return found.changed()
                ? new Change(answers.get(found.from() - 1).position() + 1, found.before(), found.after())
                : null;
    }
}
