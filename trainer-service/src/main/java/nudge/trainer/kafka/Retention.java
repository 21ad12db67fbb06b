package nudge.trainer.kafka;

import java.util.ArrayList;
import java.util.List;

/**
 * Which weights are kept: those of the newest {@value #NEWEST} checkpoints, and of the older ones the fewer the older they
 * are. An older checkpoint's weights are forgotten when the gap that this leaves between its neighbours is shorter than
 * {@code 1 / DENSITY} of its age. So the number of files grows with the logarithm of the time, by about four for each doubling
 * of the age. The oldest file is never forgotten, nor is the latest, which a trainer resumes from. Checkpoints' events are all
 * kept, and every forgotten file can be derived again.
 */
public final class Retention {
    static final int NEWEST = 16;
    private static final int DENSITY = 4;

    private Retention() {}

    /**
     * Weights in {@code nudge.weights}.
     *
     * @param checkpoint its id
     * @param chunks records that hold the weight file
     * @param at when the checkpoint was published, in milliseconds since 1970
     */
    public record Kept(String checkpoint, int chunks, long at) {}

    /**
     * Removes the weights that are to be forgotten, and returns them.
     *
     * @param kept oldest first; is changed
     * @param now in milliseconds since 1970
     */
    static List<Kept> thin(List<Kept> kept, long now) {
        List<Kept> forgotten = new ArrayList<>();
        for (int i = kept.size() - NEWEST - 1; i >= 1; i--) {
            long gap = kept.get(i + 1).at() - kept.get(i - 1).at();
            if (gap * DENSITY < now - kept.get(i).at()) {
                forgotten.add(kept.remove(i));
            }
        }
        return forgotten;
    }
}
