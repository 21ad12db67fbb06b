package nudge.labeller.statistics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.quality.Annotator;
import nudge.labeller.statistics.AnnotatorReport.Estimated;
import org.jspecify.annotations.Nullable;

/** What is kept of each person, by their number. Not safe for threads. */
final class PersonColumns {
    /** People see their own figures as of every so many images that they label. */
    static final int STEP = 50;

    private final IdNumbers ids = new IdNumbers();
    private int[] skips = new int[16];
    /** Images that have a label of theirs that counts. */
    private int[] labelled = new int[16];
    /** The most that it ever was. */
    private int[] most = new int[16];

    private final Map<Integer, Milestone> milestones = new HashMap<>();
    private final Map<UUID, Estimated> estimated = new HashMap<>();

    /**
     * What was known of somebody when the number of images that they have labelled last passed a multiple of {@link #STEP}.
     * Under the policy crowd, only images count that they were handed, between which there always is gold. Whoever labels one
     * image again and again, or images that they chose or brought in, passes none: they could tell by it whether a single image
     * is gold.
     */
    record Milestone(
            long position,
            Annotator annotator,
            int skips,
            @Nullable Estimated estimated) {
        static final Milestone NONE = new Milestone(0, Annotator.UNKNOWN, 0, null);
    }

    IdNumbers ids() {
        return ids;
    }

    /** The number of a person, who gets the next one when they are new. */
    int number(UUID id) {
        int person = ids.number(id);
        if (person == skips.length) {
            int more = Math.multiplyExact(person, 2);
            skips = Arrays.copyOf(skips, more);
            labelled = Arrays.copyOf(labelled, more);
            most = Arrays.copyOf(most, more);
        }
        return person;
    }

    void skip(int person, int more) {
        skips[person] += more;
    }

    int skips(int person) {
        return skips[person];
    }

    /**
     * Somebody has a label on an image more, or less.
     *
     * @return whether they have passed a milestone
     */
    boolean label(int person, int more) {
        labelled[person] += more;
        if (labelled[person] <= most[person]) {
            return false;
        }
        most[person] = labelled[person];
        return most[person] % STEP == 0;
    }

    void milestone(int person, Milestone passed) {
        milestones.put(person, passed);
    }

    Milestone milestone(UUID id) {
        return milestones.getOrDefault(ids.find(id), Milestone.NONE);
    }

    void estimated(UUID id, Estimated how) {
        estimated.put(id, how);
    }

    /** How somebody labels, by the latest estimate that they have a part in. */
    @Nullable
    Estimated estimated(UUID id) {
        return estimated.get(id);
    }
}
