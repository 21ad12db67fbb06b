package nudge.benchmarks.trainer;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import nudge.benchmarks.Figure;
import nudge.benchmarks.trainer.JudgedTraining.Images;
import nudge.benchmarks.trainer.JudgedTraining.Judged;
import nudge.benchmarks.trainer.JudgedTraining.Wrong;
import nudge.learning.champion.NoHarm;
import nudge.standalone.WrongUseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether a champion is ever much worse than its anchor, however the labels come. */
@Command(
        name = "champion",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Whether bad labels ever make a bad champion: random schedules of good and bad bursts of",
            "labels of MNIST, and an attack. Checkpoints are judged on the 10,000 test images as the",
            "trainer does; how good they are is seen on 10,000 others, which no decision saw.",
            ""
        },
        footer = {
            "",
            "The attack: 8,000 right labels, 5,000 of them replaced by the digit above, and then",
            "put right again. Exit code 1 if a champion was ever more than 2 points below its anchor,",
            "or promotion does not come back."
        })
public final class ChampionBench implements Callable<Integer> {
    private static final int BETWEEN_CHECKPOINTS = 100;
    private static final int BURSTS = 12;
    private static final int SETTLING_STEPS = 25;
    private static final int SETTLING_CHECKPOINTS = 6;
    private static final int RIGHT = 8_000;
    private static final int REPLACED = 5_000;
    /** So many checkpoints after the last correction promotion has to be back. */
    private static final int PATIENCE = 100;

    @Option(
            names = "--schedules",
            paramLabel = "N",
            defaultValue = "100",
            description = "Random ones. Default: ${DEFAULT-VALUE}.")
    private int schedules;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the first schedule; each next one has the next. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final List<Double> micros = new ArrayList<>();
    private double deepest = Double.NEGATIVE_INFINITY;
    private int promoted;

    @Override
    public Integer call() {
        WrongUseException.unless(schedules >= 0, "--schedules to be at least 0", schedules);
        Images images = Images.read();
        boolean resumes = attack(images);
        double deepestOfAttack = 100 * deepest;
        for (int i = 0; i < schedules; i++) {
            schedule(images, seed + i);
        }
        Figure.alone("attack: most below the anchor", deepestOfAttack, "points").print(json);
        Figure.alone("schedules", schedules, "of good and bad bursts").print(json);
        Figure.alone("checkpoints judged", micros.size(), "in all").print(json);
        Figure.alone("promoted", promoted, "of them").print(json);
        Figure.alone("most below the anchor", 100 * deepest, "points").print(json);
        Figure.alone("a decision", Figure.median(micros), "microseconds").print(json);
        PrintWriter err = spec.commandLine().getErr();
        if (deepest > NoHarm.MARGIN) {
            err.println("expected no champion more than 2 points below its anchor on images that no decision saw");
        }
        if (!resumes) {
            err.println("expected a promotion within " + PATIENCE + " checkpoints after the last correction, got none");
        }
        err.flush();
        return deepest <= NoHarm.MARGIN && resumes ? 0 : 1;
    }

    private void take(List<Judged> judged) {
        for (Judged each : judged) {
            micros.add(each.nanos() / 1e3);
            if (each.decision().rule().promotes()) {
                promoted++;
                deepest = Math.max(deepest, each.belowAnchor());
            }
        }
    }

    /** Whether promotion came back. */
    private boolean attack(Images images) {
        try (JudgedTraining training = new JudgedTraining(images, seed)) {
            List<Integer> first = IntStream.range(0, RIGHT).boxed().toList();
            List<Judged> right = training.label(first, (image, digit) -> digit, BETWEEN_CHECKPOINTS);
            take(right);
            take(settled(training));
            double before = training.judge().accuracy();
            List<Judged> wrong =
                    training.label(first.subList(0, REPLACED), (image, digit) -> (digit + 1) % 10, BETWEEN_CHECKPOINTS);
            wrong.addAll(settled(training));
            take(wrong);
            Judged last = wrong.get(wrong.size() - 1);
            Figure.alone("attack: champion before", 100 * before, "% right").print(json);
            Figure.alone("attack: champion when 5,000 are wrong", 100 * last.accuracy(), "% right")
                    .print(json);
            Figure.alone(
                            "attack: rejected meanwhile",
                            wrong.stream()
                                    .filter(each -> !each.decision().rule().promotes())
                                    .count(),
                            "of " + wrong.size())
                    .print(json);
            take(training.label(first.subList(0, REPLACED), (image, digit) -> digit, BETWEEN_CHECKPOINTS));
            for (int checkpoint = 1; checkpoint <= PATIENCE; checkpoint++) {
                training.step(SETTLING_STEPS);
                Judged judged = training.judge();
                take(List.of(judged));
                if (judged.decision().rule().promotes()) {
                    Figure.alone("attack: promoted after correction", checkpoint, "checkpoints later")
                            .print(json);
                    return true;
                }
            }
            return false;
        }
    }

    /** Bursts of random length and kind, of new labels or of images that have one. */
    private void schedule(Images images, long its) {
        Random random = new Random(its);
        List<Integer> order = new ArrayList<>(
                IntStream.range(0, JudgedTraining.LABELLED_MOST).boxed().toList());
        Collections.shuffle(order, random);
        int labelled = 0;
        try (JudgedTraining training = new JudgedTraining(images, its)) {
            for (int burst = 0; burst < BURSTS; burst++) {
                boolean again = labelled > 0 && random.nextBoolean();
                int count = 100 + random.nextInt(again ? Math.max(1, labelled * 3 / 4) : 1_500);
                int from = again ? random.nextInt(Math.max(1, labelled - count)) : labelled;
                int to = Math.min(from + count, again ? labelled : order.size());
                Wrong wrong = burst == 0 || random.nextInt(5) < 2 ? (image, digit) -> digit : wrong(random);
                take(training.label(order.subList(from, to), wrong, BETWEEN_CHECKPOINTS));
                take(settled(training));
                labelled = Math.max(labelled, to);
            }
        }
    }

    private static List<Judged> settled(JudgedTraining training) {
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < SETTLING_CHECKPOINTS; i++) {
            training.step(SETTLING_STEPS);
            judged.add(training.judge());
        }
        return judged;
    }

    /** One of the ways to be wrong: shifted, one digit for another, at random, all the same, or some of the labels. */
    private static Wrong wrong(Random random) {
        int one = random.nextInt(10);
        int other = (one + 1 + random.nextInt(9)) % 10;
        long salt = random.nextLong();
        return switch (random.nextInt(5)) {
            case 0 -> (image, digit) -> (digit + other - one + 10) % 10;
            case 1 -> (image, digit) -> digit == one ? other : digit;
            case 2 -> (image, digit) -> new Random(salt + image).nextInt(10);
            case 3 -> (image, digit) -> one;
            default -> (image, digit) -> new Random(salt + image).nextInt(3) == 0 ? other : digit;
        };
    }
}
