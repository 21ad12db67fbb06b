package nudge.labeller.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.CurrentModel.Prediction;
import nudge.labeller.quality.Annotator;
import nudge.labeller.quality.GoldImage;
import nudge.labeller.quality.QualityState;
import nudge.quality.CrowdSetting;
import nudge.quality.Policy;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Hands out images while labels of several people are collected: second opinions that are wanted first, then, in proportion,
 * what the model doubts and what is drawn at random; between them gold, and nothing else for a newcomer. Nobody gets an image that
 * they have labelled or skipped. Whatever is handed out looks the same: version 1, and one time for all. Its cost grows neither
 * with the pool nor with what waits.
 */
public final class CrowdQueue {
    private static final String LEASE_BETWEEN = SqlFile.read(CrowdQueue.class, "lease-tasks-between");
    private static final String PENDING = SqlFile.read(CrowdQueue.class, "find-handed-to-actor");
    private static final String GOLD = SqlFile.read(CrowdQueue.class, "find-gold-for-actor");
    private static final String HAND_OUT = SqlFile.read(CrowdQueue.class, "put-handed-out");
    /** Behind the quiz, so many answers are collected at the rate for newcomers. */
    private static final int GOLD_AT_FIRST = 5;
    /** More gold images are drawn than are wanted: some the person may have seen. */
    private static final int SPARE = 8;

    /** So many gold images are looked through for those that the model mistakes. */
    private static final int MISTAKABLE = 200;

    /** What has labels has ranks from minus that to zero, what has none from zero on. */
    private static final long RANKS = 1L << 62;

    private final Database database;
    private final TaskQueue queue;
    private final HotList hot;
    private final Duration lease;
    private final RandomGenerator random;

    public CrowdQueue(Database database, TaskQueue queue, HotList hot, Duration lease, RandomGenerator random) {
        this.database = database;
        this.queue = queue;
        this.hot = hot;
        this.lease = lease;
        this.random = random;
    }

    private record Chosen(UUID image, byte[] pixels, Arm arm) {}

    /**
     * Hands out the next images.
     *
     * @param model whose suggestions they may see
     * @return at most {@code count}; empty when nothing waits for this person
     * @throws StoreUnavailableException when the database does not answer
     */
    public List<Handout> lease(UUID actor, int count, QualityState quality, CurrentModel model) {
        if (!(quality.policy() instanceof Policy.Crowd policy)) {
            throw new IllegalStateException("expected the policy crowd, got " + quality.policy());
        }
        queue.takeBackExpired();
        Set<UUID> pending = pending(actor);
        List<Chosen> gold = gold(actor, quality, pending, count);
        int goldWanted = goldWanted(policy, quality, actor, pending, count);
        boolean quiz = quizLeft(policy, quality, actor, pending) > 0;
        List<Chosen> chosen = new ArrayList<>(gold.subList(0, Math.min(goldWanted, gold.size())));
        int others = count - chosen.size();
        List<Chosen> ordinary = ordinary(actor, others, policy);
        if (others > 0 && ordinary.isEmpty() && !quiz) {
            // Gold alone would give itself away, and would never end.
            chosen.clear();
        }
        chosen.addAll(ordinary);
        Collections.shuffle(chosen, new Random(random.nextLong()));
        List<Prediction> predictions = predictions(model, chosen);
        List<Boolean> hidden = chosen.stream()
                .map(each -> random.nextDouble() < policy.value(CrowdSetting.HIDDEN))
                .toList();
        return handOut(actor, chosen, predictions, hidden);
    }

    private static List<Prediction> predictions(CurrentModel model, List<Chosen> chosen) {
        return model.predictAll(chosen.stream().map(Chosen::pixels).toList());
    }

    /**
     * Hands out a sheet of images that the model takes for one digit, the most doubtful first. Its gold are images that the model
     * takes for it wrongly.
     *
     * @param believed images that the model takes for the digit
     * @param model whose suggestions they may see
     * @throws StoreUnavailableException when the database does not answer
     */
    public List<Handout> leaseSheet(
            UUID actor, int digit, List<UUID> believed, QualityState quality, CurrentModel model) {
        if (!(quality.policy() instanceof Policy.Crowd policy)) {
            throw new IllegalStateException("expected the policy crowd, got " + quality.policy());
        }
        int wanted = 0;
        for (int i = 0; i < believed.size(); i++) {
            wanted += random.nextDouble() < policy.value(CrowdSetting.GOLD) ? 1 : 0;
        }
        List<Chosen> gold = mistaken(model, digit, fresh(actor, mistakable(digit, quality, pending(actor))));
        int tests = Math.min(wanted, gold.size());
        List<Chosen> chosen = new ArrayList<>();
        // In place of others: a sheet that is longer than it was asked for would tell that there is gold on it.
        queue.lease(believed.subList(0, believed.size() - tests), actor)
                .forEach(task -> chosen.add(new Chosen(task.image(), task.pixels(), Arm.BULK)));
        if (!chosen.isEmpty()) {
            chosen.addAll(gold.subList(0, tests));
        }
        List<Prediction> predictions = predictions(model, chosen);
        if (predictions.isEmpty()) {
            return List.of();
        }
        List<Integer> order = IntStream.range(0, chosen.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> predictions.get(i).confidence()))
                .toList();
        return handOut(
                actor,
                order.stream().map(chosen::get).toList(),
                order.stream().map(predictions::get).toList(),
                Collections.nCopies(chosen.size(), false));
    }

    /** Some gold images of other digits. */
    private List<UUID> mistakable(int digit, QualityState quality, Set<UUID> pending) {
        List<UUID> others = new ArrayList<>();
        quality.gold().forEach((image, gold) -> {
            if (!gold.retired() && gold.digit() != digit && !pending.contains(image)) {
                others.add(image);
            }
        });
        Collections.shuffle(others, new Random(random.nextLong()));
        return others.subList(0, Math.min(MISTAKABLE, others.size()));
    }

    private List<Chosen> mistaken(CurrentModel model, int digit, List<Chosen> gold) {
        List<Prediction> predictions = predictions(model, gold);
        List<Chosen> mistaken = new ArrayList<>();
        for (int i = 0; i < predictions.size(); i++) {
            if (predictions.get(i).digit() == digit) {
                mistaken.add(gold.get(i));
            }
        }
        return mistaken;
    }

    /** What the person has got and not answered yet. */
    private Set<UUID> pending(UUID actor) {
        return new HashSet<>(database.withHandle(handle -> handle.createQuery(PENDING)
                .bind("actor", actor)
                .mapTo(UUID.class)
                .list()));
    }

    private static int quizLeft(Policy.Crowd policy, QualityState quality, UUID actor, Set<UUID> pending) {
        long waiting = pending.stream()
                .filter(image -> quality.goldDigit(image) != null)
                .count();
        return (int) (policy.whole(CrowdSetting.QUIZ)
                - quality.annotator(actor).answers().size()
                - waiting);
    }

    private int goldWanted(Policy.Crowd policy, QualityState quality, UUID actor, Set<UUID> pending, int count) {
        int quiz = Math.max(0, Math.min(count, quizLeft(policy, quality, actor, pending)));
        int answers = quality.annotator(actor).answers().size();
        boolean first = answers < policy.whole(CrowdSetting.QUIZ) + GOLD_AT_FIRST;
        double share = policy.value(first ? CrowdSetting.GOLD_AT_FIRST : CrowdSetting.GOLD);
        int wanted = quiz;
        for (int i = quiz; i < count; i++) {
            wanted += random.nextDouble() < share ? 1 : 0;
        }
        return wanted;
    }

    /** Gold that this person has never labelled: of the digits that they have seen least, each drawn for them. */
    private List<Chosen> gold(UUID actor, QualityState quality, Set<UUID> pending, int count) {
        Map<Integer, List<UUID>> byDigit = new HashMap<>();
        quality.gold().forEach((image, gold) -> {
            if (!gold.retired() && !pending.contains(image)) {
                byDigit.computeIfAbsent(gold.digit(), digit -> new ArrayList<>())
                        .add(image);
            }
        });
        Map<Integer, Long> seen = seen(quality, actor, pending);
        List<UUID> drawn = new ArrayList<>();
        for (int i = 0; i < count + SPARE && !byDigit.isEmpty(); i++) {
            int digit = leastSeen(byDigit.keySet(), seen);
            List<UUID> images = byDigit.get(digit);
            drawn.add(images.remove(random.nextInt(images.size())));
            seen.merge(digit, 1L, Long::sum);
            if (images.isEmpty()) {
                byDigit.remove(digit);
            }
        }
        return fresh(actor, drawn);
    }

    /** Those that this person has never labelled nor skipped, in the order given. */
    private List<Chosen> fresh(UUID actor, List<UUID> drawn) {
        Map<UUID, byte[]> fresh = database.withHandle(handle -> handle.createQuery(GOLD)
                .bind("images", drawn.toArray(UUID[]::new))
                .bind("actor", actor.toString())
                .map((row, context) -> Map.entry(row.getObject("id", UUID.class), row.getBytes("pixels")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        return drawn.stream()
                .filter(fresh::containsKey)
                .map(image -> new Chosen(image, fresh.get(image), Arm.GOLD))
                .toList();
    }

    private static Map<Integer, Long> seen(QualityState quality, UUID actor, Set<UUID> pending) {
        Map<Integer, Long> seen = quality.annotator(actor).answers().stream()
                .collect(Collectors.groupingBy(Annotator.Answer::expected, HashMap::new, Collectors.counting()));
        for (UUID image : pending) {
            GoldImage gold = quality.gold().get(image);
            if (gold != null) {
                seen.merge(gold.digit(), 1L, Long::sum);
            }
        }
        return seen;
    }

    private int leastSeen(Set<Integer> digits, Map<Integer, Long> seen) {
        List<Integer> shuffled = new ArrayList<>(digits);
        Collections.shuffle(shuffled, new Random(random.nextLong()));
        return shuffled.stream()
                .min((a, b) -> Long.compare(seen.getOrDefault(a, 0L), seen.getOrDefault(b, 0L)))
                .orElseThrow();
    }

    private List<Chosen> ordinary(UUID actor, int count, Policy.Crowd policy) {
        List<Chosen> chosen = new ArrayList<>();
        // From a place at random, so that nobody's own images stand before all others for ever; then from the
        // beginning.
        lease(Arm.SECOND, actor, random.nextLong(RANKS) - RANKS, -1, count, chosen);
        lease(Arm.SECOND, actor, -RANKS, -1, count - chosen.size(), chosen);
        int byModel = 0;
        for (int i = chosen.size(); i < count; i++) {
            byModel += random.nextDouble() >= policy.value(CrowdSetting.RANDOM) ? 1 : 0;
        }
        for (Task task : queue.lease(hot.take(byModel), actor)) {
            chosen.add(new Chosen(task.image(), task.pixels(), Arm.MODEL));
        }
        lease(Arm.RANDOM, actor, 0, Long.MAX_VALUE, count - chosen.size(), chosen);
        return chosen;
    }

    /** Asks also for none: how many queries there are would tell the person, by the time, that they got gold instead. */
    private void lease(Arm arm, UUID actor, long from, long to, int count, List<Chosen> into) {
        into.addAll(database.withHandle(handle -> handle.createQuery(LEASE_BETWEEN)
                .bind("actor", actor)
                .bind("from", from)
                .bind("to", to)
                .bind("count", count)
                .bind("lease", UUID.randomUUID())
                .bind("seconds", lease.toMillis() / 1000.0)
                .map((row, context) -> new Chosen(row.getObject("image", UUID.class), row.getBytes("pixels"), arm))
                .list()));
    }

    private List<Handout> handOut(UUID actor, List<Chosen> chosen, List<Prediction> predictions, List<Boolean> hidden) {
        if (chosen.isEmpty()) {
            return List.of();
        }
        Instant expires = database.withHandle(handle -> store(handle, actor, chosen, predictions, hidden));
        List<Handout> handouts = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            Chosen each = chosen.get(i);
            Prediction shown = predictions.isEmpty() || hidden.get(i) ? null : predictions.get(i);
            handouts.add(new Handout(new Task(each.image(), 1, expires, each.pixels()), shown));
        }
        return handouts;
    }

    private Instant store(
            Handle handle, UUID actor, List<Chosen> chosen, List<Prediction> predictions, List<Boolean> hidden) {
        List<@Nullable Prediction> each =
                predictions.isEmpty() ? Collections.nCopies(chosen.size(), null) : new ArrayList<>(predictions);
        return handle.createQuery(HAND_OUT)
                .bind("actor", actor)
                .bind("images", chosen.stream().map(Chosen::image).toArray(UUID[]::new))
                .bind("arms", chosen.stream().map(one -> one.arm().wire()).toArray(String[]::new))
                .bind(
                        "digits",
                        each.stream()
                                .map(one -> one == null ? null : one.digit())
                                .toArray(Integer[]::new))
                .bind(
                        "confidences",
                        each.stream()
                                .map(one -> one == null ? null : one.confidence())
                                .toArray(Double[]::new))
                .bind(
                        "checkpoints",
                        each.stream()
                                .map(one -> one == null ? null : one.checkpoint())
                                .toArray(String[]::new))
                .bind("hidden", hidden.toArray(Boolean[]::new))
                .bind("seconds", lease.toMillis() / 1000.0)
                .mapTo(OffsetDateTime.class)
                .first()
                .toInstant();
    }
}
