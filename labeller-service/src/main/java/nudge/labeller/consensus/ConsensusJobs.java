package nudge.labeller.consensus;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import nudge.labeller.consensus.ConsensusEstimate.Evidence;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.ImageCommand.AskReview;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.image.ReviewReason;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.log.Lease;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.log.SystemActor;
import nudge.labeller.quality.QualityCommand.RecordEstimate;
import nudge.labeller.quality.QualityQueries;
import nudge.labeller.quality.QualityState;
import nudge.quality.CrowdSetting;
import nudge.quality.Policy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is to be done in the background, in a thread of its own: recomputations under every policy; gold, estimates and the
 * random audit under the policy crowd. Of several labellers one does it. Under the policy solo with nothing to recompute it asks
 * for one number a second.
 */
public final class ConsensusJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsensusJobs.class);
    private static final String SECRET = SqlFile.read(ConsensusJobs.class, "find-secret");
    /** It spares work that is done twice; when two hold it, nothing breaks. */
    private static final Duration LEASE = Duration.ofSeconds(5);

    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS_AT_GOLD = Duration.ofSeconds(5);
    /** Three times as long as an estimate took, with what followed from it, nothing is estimated: of a large log it is much work. */
    private static final int TIMES_LONGER = 3;
    /** Events that are read at once. */
    private static final int CHUNK = 2_000;

    private final Database database;
    private final QualityQueries queries;
    private final Runnable underCrowd;
    private final Lease lease;
    private final SmallGroups groups;
    private final Recompute recompute;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Semaphore wakes = new Semaphore(0);
    private final Thread thread;
    private @Nullable Crowd crowd;

    /** What is kept in memory while several people's labels are collected. */
    private static final class Crowd {
        final GoldKeeper gold;
        final AuditFold audits;
        final EvidenceFold labels = new EvidenceFold();
        long estimatedNanos = System.nanoTime();
        long earliestNanos = estimatedNanos;
        long goldNanos = System.nanoTime() - BETWEEN_LOOKS_AT_GOLD.toNanos();
        private QualityState.@Nullable General general;
        private Policy policy = new Policy.Solo();

        Crowd(GoldKeeper gold, AuditFold audits) {
            this.gold = gold;
            this.audits = audits;
        }

        void fold(StoredEvent event) {
            labels.fold(event);
            QualityState.General now = labels.quality().general();
            if (now != general) {
                general = now;
                policy = labels.quality().policy();
            }
            audits.fold(event, policy);
        }
    }

    public ConsensusJobs(Database database, GroupCommit<LogRequest, Receipt> log, QualityQueries queries) {
        this(database, log, queries, () -> {});
    }

    /** @param underCrowd is run again and again while the policy is crowd, whichever labeller does the work */
    public ConsensusJobs(
            Database database, GroupCommit<LogRequest, Receipt> log, QualityQueries queries, Runnable underCrowd) {
        this.database = database;
        this.underCrowd = underCrowd;
        this.queries = queries;
        this.lease = new Lease(database, "consensus_lease", LEASE);
        this.groups = new SmallGroups(log);
        this.recompute = new Recompute(database, queries, groups);
        this.thread = new Thread(this::run, "consensus");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    /** Looks at once whether there is something to do, not a second later. */
    public void wake() {
        wakes.release();
    }

    private void run() {
        boolean held = false;
        try {
            while (closing.getCount() > 0) {
                Duration rest = REST;
                try {
                    QualityState quality = queries.state();
                    if (quality.crowd()) {
                        underCrowd.run();
                    }
                    boolean wanted = quality.crowd() || !quality.general().due().isEmpty();
                    held = wanted && lease.take().isPresent();
                    if (held) {
                        work(new GoesOn(lease, closing));
                    }
                    if (!quality.crowd()) {
                        crowd = null;
                    }
                } catch (GoesOn.StoppedException stopped) {
                    LOG.debug("work in the background ends: {}", stopped.getMessage());
                } catch (StoreUnavailableException down) {
                    LOG.warn("work in the background is tried again: {}", down.getMessage());
                    rest = REST_AFTER_FAILURE;
                } catch (RuntimeException broken) {
                    LOG.error("work in the background failed and is tried again", broken);
                    crowd = null;
                    rest = REST_AFTER_FAILURE;
                }
                wakes.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS);
                wakes.drainPermits();
            }
        } catch (InterruptedException stop) {
            LOG.debug("work in the background is stopped");
        } finally {
            giveBack(held);
        }
    }

    private void work(GoesOn goesOn) throws InterruptedException {
        recomputeAll(goesOn);
        if (queries.state().policy() instanceof Policy.Crowd policy) {
            Crowd now = crowd == null ? open() : crowd;
            crowd = now;
            follow(now, goesOn);
            if (System.nanoTime() - now.goldNanos >= BETWEEN_LOOKS_AT_GOLD.toNanos()) {
                now.gold.keep(policy, now.labels, goesOn);
                now.goldNanos = System.nanoTime();
            }
            askForAudits(now, goesOn);
            if (isEstimateDue(now, policy)) {
                long began = System.nanoTime();
                estimate(now, goesOn);
                recomputeAll(goesOn);
                long ended = System.nanoTime();
                now.estimatedNanos = began;
                now.earliestNanos = ended + TIMES_LONGER * (ended - began);
            }
        }
    }

    private void recomputeAll(GoesOn goesOn) throws InterruptedException {
        for (List<QualityState.Due> due = queries.state().general().due();
                !due.isEmpty();
                due = queries.state().general().due()) {
            recompute.run(due.get(0), goesOn);
        }
    }

    private Crowd open() {
        KeyedDraw draw = database.withHandle(handle -> new KeyedDraw(
                Log.head(handle).store(),
                handle.createQuery(SECRET).mapTo(byte[].class).one()));
        return new Crowd(new GoldKeeper(database, draw, groups), new AuditFold(draw));
    }

    private void follow(Crowd now, GoesOn goesOn) {
        while (true) {
            goesOn.check();
            List<StoredEvent> events = database.withHandle(handle -> Log.after(handle, now.labels.position(), CHUNK));
            events.forEach(now::fold);
            if (events.size() < CHUNK) {
                return;
            }
        }
    }

    private void askForAudits(Crowd now, GoesOn goesOn) throws InterruptedException {
        List<UUID> drawn = now.audits.take();
        boolean asked = false;
        try {
            groups.submit(
                    drawn.stream()
                            .map(image -> new ImageRequest(
                                    SystemActor.ID, null, image, null, new AskReview(ReviewReason.AUDIT, 0)))
                            .toList(),
                    goesOn);
            asked = true;
        } finally {
            if (!asked) {
                now.audits.putBack(drawn);
            }
        }
    }

    private static boolean isEstimateDue(Crowd now, Policy.Crowd policy) {
        if (System.nanoTime() - now.earliestNanos < 0) {
            return false;
        }
        long overlapping = now.labels.overlapping();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - now.estimatedNanos);
        return overlapping >= policy.whole(CrowdSetting.ESTIMATE_LABELS)
                || overlapping > 0 && seconds >= policy.whole(CrowdSetting.ESTIMATE_SECONDS);
    }

    /** By the policy of the position up to which the log was read, so that everybody can derive it again. */
    private void estimate(Crowd now, GoesOn goesOn) throws InterruptedException {
        if (now.labels.quality().policy() instanceof Policy.Crowd policy) {
            Evidence evidence = now.labels.evidence(policy);
            ConsensusEstimate estimate = ConsensusEstimate.of(evidence, goesOn::check);
            groups.submit(
                    List.of(new QualityRequest(
                            SystemActor.ID, new RecordEstimate(estimate.event(), estimate.annotators()))),
                    goesOn);
            follow(now, goesOn);
        }
    }

    private void giveBack(boolean held) {
        // The connection pool gives an interrupted thread no connection.
        boolean interrupted = Thread.interrupted();
        try {
            if (held) {
                lease.giveBack();
            }
        } catch (StoreUnavailableException gone) {
            LOG.debug("the lease was not given back: it expires", gone);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops between two small transactions, and gives the lease back. */
    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        wake();
        thread.join(TimeUnit.SECONDS.toMillis(5));
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
    }
}
