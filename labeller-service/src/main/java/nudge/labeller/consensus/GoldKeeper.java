package nudge.labeller.consensus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import nudge.labeller.consensus.EvidenceFold.Adjudication;
import nudge.labeller.consensus.GoldChoice.Known;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.log.SystemActor;
import nudge.labeller.quality.GoldImage;
import nudge.labeller.quality.QualityCommand;
import nudge.labeller.quality.QualityCommand.ChooseGold;
import nudge.labeller.quality.QualityCommand.CorrectGold;
import nudge.labeller.quality.QualityCommand.RetireGold;
import nudge.labeller.quality.QualityState;
import nudge.quality.Policy;

/**
 * Sees to the gold: chooses as much of each digit as the policy asks for, lets what a reviewer decided be gold, and retires what
 * nearly everybody misses.
 */
final class GoldKeeper {
    private static final String KNOWN = SqlFile.read(GoldKeeper.class, "find-known-held-out");
    static final String CAME_WITH_IT = "its label came with it";
    static final String ADJUDICATED = "a reviewer decided what it shows";
    private static final int DIGITS = 10;

    private final Database database;
    private final KeyedDraw draw;
    private final SmallGroups groups;

    GoldKeeper(Database database, KeyedDraw draw, SmallGroups groups) {
        this.database = database;
        this.draw = draw;
        this.groups = groups;
    }

    /** @param labels folded up to the log's end, or nearly */
    void keep(Policy.Crowd policy, EvidenceFold labels, GoesOn goesOn) throws InterruptedException {
        QualityState quality = labels.quality();
        List<QualityCommand> commands = new ArrayList<>(retired(quality));
        commands.addAll(followingReviewers(quality, labels));
        if (GoldChoice.isWanted(policy)) {
            commands.addAll(chosen(policy, quality, labels));
        }
        groups.submit(
                commands.stream()
                        .map(command -> new QualityRequest(SystemActor.ID, command))
                        .toList(),
                goesOn);
    }

    private static List<QualityCommand> retired(QualityState quality) {
        List<QualityCommand> commands = new ArrayList<>();
        quality.gold().forEach((image, gold) -> {
            if (!gold.retired() && GoldChoice.isMissedByMost(gold.seen(), gold.missed())) {
                commands.add(new RetireGold(image, gold.missed() + " of " + gold.seen() + " people missed it"));
            }
        });
        return commands;
    }

    /** What a reviewer decided about gold after it was chosen, corrected or contested: contests end with that, too. */
    private static List<QualityCommand> followingReviewers(QualityState quality, EvidenceFold labels) {
        Map<UUID, Adjudication> adjudications = labels.adjudications();
        List<QualityCommand> commands = new ArrayList<>();
        quality.gold().forEach((image, gold) -> {
            Adjudication decided = adjudications.get(image);
            if (gold.retired()) {
                return;
            }
            if (decided == null) {
                if (gold.reason().equals(ADJUDICATED)) {
                    commands.add(new RetireGold(image, "the reviewer took back what they had decided"));
                }
            } else if (decided.digit() == null) {
                commands.add(new RetireGold(image, "a reviewer decided that it is not a digit"));
            } else if (decided.digit() != gold.digit() && decided.position() > labels.correctedAt(image)
                    || !gold.contests().isEmpty() && decided.position() > labels.contestedAt(image)) {
                commands.add(new CorrectGold(image, decided.digit(), ADJUDICATED));
            }
        });
        return commands;
    }

    private List<QualityCommand> chosen(Policy.Crowd policy, QualityState quality, EvidenceFold labels) {
        Set<UUID> ever = new HashSet<>(quality.gold().keySet());
        int[] active = active(quality);
        List<Known> known = known();
        List<QualityCommand> commands = new ArrayList<>();
        List<Known> adjudicated = adjudicated(labels, ever, GoldChoice.MOST - sum(active));
        adjudicated.forEach(image -> active[image.digit()]++);
        adjudicated.forEach(image -> ever.add(image.image()));
        commands.addAll(choose(adjudicated, ADJUDICATED));
        List<Known> more = GoldChoice.choose(draw, GoldChoice.perDigit(policy, known.size()), known, ever, active);
        commands.addAll(choose(more, CAME_WITH_IT));
        return commands;
    }

    private List<Known> known() {
        return database.withHandle(handle -> handle.createQuery(KNOWN)
                .bind("system", SystemActor.ID)
                .map((row, context) -> new Known(row.getObject("image", UUID.class), row.getInt("digit")))
                .list());
    }

    private static int[] active(QualityState quality) {
        int[] active = new int[DIGITS];
        for (GoldImage gold : quality.gold().values()) {
            active[gold.digit()] += gold.retired() ? 0 : 1;
        }
        return active;
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    private static List<Known> adjudicated(EvidenceFold labels, Set<UUID> ever, int most) {
        List<Known> images = new ArrayList<>();
        labels.adjudications().forEach((image, decided) -> {
            if (decided.digit() != null && !ever.contains(image) && images.size() < most) {
                images.add(new Known(image, decided.digit()));
            }
        });
        return images;
    }

    /** In commands of a few images each: an event per image, and nobody waits for long. */
    private static List<ChooseGold> choose(List<Known> images, String reason) {
        Map<Integer, Map<UUID, Integer>> parts = new LinkedHashMap<>();
        for (int i = 0; i < images.size(); i++) {
            parts.computeIfAbsent(i / SmallGroups.SIZE, part -> new HashMap<>())
                    .put(images.get(i).image(), images.get(i).digit());
        }
        return parts.values().stream().map(part -> new ChooseGold(part, reason)).toList();
    }
}
