package nudge.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import nudge.quality.simulation.SimulatedAnnotator;
import nudge.quality.simulation.SimulatedCrowd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A member of a simulated crowd who labels over HTTP with a token of their own. One thread at a time. */
final class CrowdMember {
    private static final Logger LOG = LoggerFactory.getLogger(CrowdMember.class);
    /** Few, so that second opinions do not wait for long behind new images. */
    static final int TASKS = 8;

    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;

    private final SimulatedCrowd crowd;
    private final int number;
    private final long seed;
    private final Api api;
    private final UUID actor;
    private final String name;
    /** What they labelled, in order. */
    private final List<UUID> labelled = new ArrayList<>();

    private final List<Long> nanos = new ArrayList<>();
    private int openLabels;
    private boolean stopped;

    /**
     * Somebody who has labelled nothing.
     *
     * @param number in the crowd, from 0 on
     * @param api comes in with their token
     * @param actor that the log names
     * @param name that people see
     */
    CrowdMember(SimulatedCrowd crowd, int number, long seed, Api api, UUID actor, String name) {
        this.crowd = crowd;
        this.number = number;
        this.seed = seed;
        this.api = api;
        this.actor = actor;
        this.name = name;
    }

    /**
     * Takes some tasks and labels them.
     *
     * @param most tasks, up to {@value #TASKS}
     * @return how many labels bring the crowd further: gold does while there are images to begin
     */
    int turn(CrowdImages images, int most) throws InterruptedException {
        int further = 0;
        for (Api.Task task : tasks(most)) {
            CrowdImages.Standing standing = images.of(task.image());
            if (standing == CrowdImages.Standing.ONE_TOO_MANY) {
                continue;
            }
            boolean counts = label(task, images.truth(task.image()));
            openLabels += counts && standing == CrowdImages.Standing.OPEN ? 1 : 0;
            further += counts && (standing == CrowdImages.Standing.OPEN || images.left() > 0) ? 1 : 0;
        }
        return further;
    }

    private List<Api.Task> tasks(int most) throws InterruptedException {
        if (stopped || most == 0) {
            return List.of();
        }
        try {
            return api.tasks(most);
        } catch (RefusedRequestException refused) {
            stopIfForbidden(refused);
            return List.of();
        }
    }

    /** Whether the label counts: a task may have been handed out once more, or its image decided by somebody else. */
    private boolean label(Api.Task task, int truth) throws InterruptedException {
        Integer suggested = task.suggestion() == null
                ? null
                : Integer.valueOf(task.suggestion().digit());
        int digit = crowd.label(seed, number, task.image(), truth, labelled.size(), suggested);
        long sent = System.nanoTime();
        try {
            api.labelAsShown(task, digit, elapsedMs(task.image()));
        } catch (RefusedRequestException refused) {
            if (!(refused instanceof StaleTaskException) && refused.status() != CONFLICT) {
                stopIfForbidden(refused);
            }
            LOG.debug("{} passes over: {}", name, refused.getMessage());
            return false;
        }
        nanos.add(System.nanoTime() - sent);
        labelled.add(task.image());
        return true;
    }

    private void stopIfForbidden(RefusedRequestException refused) {
        if (refused.status() != FORBIDDEN) {
            throw refused;
        }
        LOG.info("{} stops: {}", name, refused.getMessage());
        stopped = true;
    }

    /** How long they say they have looked: 0.6 to 1.8 s, and hardly at all who does not look. */
    private int elapsedMs(UUID image) {
        SplittableRandom random = new SplittableRandom(
                seed * 31 + number ^ image.getMostSignificantBits() ^ image.getLeastSignificantBits());
        boolean looks = !(who() instanceof SimulatedAnnotator.Spammer || who() instanceof SimulatedAnnotator.Always);
        return looks ? 600 + random.nextInt(1_200) : 60 + random.nextInt(120);
    }

    SimulatedAnnotator who() {
        return crowd.people().get(number);
    }

    UUID actor() {
        return actor;
    }

    String name() {
        return name;
    }

    /** Everything that they labelled, gold among it, in order. */
    List<UUID> labelled() {
        return labelled;
    }

    /** Labels of images whose digit was not known before. */
    int openLabels() {
        return openLabels;
    }

    /** How long each label took to be answered. */
    List<Long> nanos() {
        return nanos;
    }

    /** They label no more. */
    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }
}
