package nudge.labeller.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.CurrentModel.Prediction;
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
    private static final String HAND_OUT = SqlFile.read(CrowdQueue.class, "put-handed-out");

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

    /**
     * Hands out the next images.
     *
     * @param model whose suggestions they may see
     * @return at most {@code count}; empty when nothing waits for this person
     * @throws StoreUnavailableException when the database does not answer
     */
    public List<Handout> lease(UUID actor, int count, QualityState quality, CurrentModel model) {
        Policy.Crowd policy = crowd(quality);
        CurrentModel now = model.asItIs();
        queue.takeBackExpired();
        GoldForPerson gold = new GoldForPerson(database, random, actor, policy, quality);
        List<Chosen> others = shuffled(Chosen.predicted(now, ordinary(actor, count, policy)));
        List<Chosen> tests = gold.insteadOf(others, count, now);
        List<Chosen> chosen = shuffled(replaced(others, tests, Math.max(0, tests.size() + others.size() - count)));
        List<Boolean> hidden = chosen.stream()
                .map(each -> random.nextDouble() < policy.value(CrowdSetting.HIDDEN))
                .toList();
        return handOut(actor, chosen, hidden);
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
        Policy.Crowd policy = crowd(quality);
        CurrentModel now = model.asItIs();
        GoldForPerson gold = new GoldForPerson(database, random, actor, policy, quality);
        List<Chosen> sheet = shuffled(Chosen.predicted(
                now,
                queue.lease(believed, actor).stream()
                        .map(task -> new Chosen(task.image(), task.pixels(), Arm.BULK, null))
                        .toList()));
        List<Chosen> tests = gold.insteadOfSheet(sheet, digit, now);
        List<Chosen> chosen = replaced(sheet, tests, tests.size()).stream()
                .sorted(Comparator.comparingDouble(Chosen::confidence))
                .toList();
        return handOut(actor, chosen, Collections.nCopies(chosen.size(), false));
    }

    private static Policy.Crowd crowd(QualityState quality) {
        if (quality.policy() instanceof Policy.Crowd policy) {
            return policy;
        }
        throw new IllegalStateException("expected the policy crowd, got " + quality.policy());
    }

    private List<Chosen> shuffled(List<Chosen> images) {
        List<Chosen> shuffled = new ArrayList<>(images);
        Collections.shuffle(shuffled, new Random(random.nextLong()));
        return shuffled;
    }

    /**
     * Gold in place of the first of the others, which wait for somebody else again: images that are more than were asked for would
     * tell that there is gold among them.
     */
    private List<Chosen> replaced(List<Chosen> others, List<Chosen> gold, int first) {
        queue.giveBack(others.subList(0, first).stream().map(Chosen::image).toList());
        List<Chosen> images = new ArrayList<>(gold);
        images.addAll(others.subList(first, others.size()));
        return images;
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
            chosen.add(new Chosen(task.image(), task.pixels(), Arm.MODEL, null));
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
                .map((row, context) ->
                        new Chosen(row.getObject("image", UUID.class), row.getBytes("pixels"), arm, null))
                .list()));
    }

    private List<Handout> handOut(UUID actor, List<Chosen> chosen, List<Boolean> hidden) {
        if (chosen.isEmpty()) {
            return List.of();
        }
        Instant expires = database.withHandle(handle -> store(handle, actor, chosen, hidden));
        List<Handout> handouts = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            Chosen each = chosen.get(i);
            handouts.add(new Handout(
                    new Task(each.image(), 1, expires, each.pixels()), hidden.get(i) ? null : each.prediction()));
        }
        return handouts;
    }

    private Instant store(Handle handle, UUID actor, List<Chosen> chosen, List<Boolean> hidden) {
        List<@Nullable Prediction> each = new ArrayList<>();
        chosen.forEach(one -> each.add(one.prediction()));
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
