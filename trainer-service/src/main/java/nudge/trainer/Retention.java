package nudge.trainer;

import java.util.ArrayList;
import java.util.List;

/**
 * Which weights are kept: the newest {@value #NEWEST}, and of the older ones fewer the older they are. An older checkpoint's
 * weights are forgotten when the gap that this leaves between its neighbours is shorter than {@code 1 / DENSITY} of its age.
 * So the number that is kept grows with the logarithm of the time, about six for each doubling of the age, the oldest is kept
 * for ever, and the latest, which a trainer resumes from, always. The checkpoints' events are all kept, and every forgotten
 * file can be derived again.
 */
final class Retention {
    static final int NEWEST = 16;
    private static final int DENSITY = 4;

    private Retention() {}

    /**
     * Weights in {@code nudge.weights}.
     *
     * @param at when the checkpoint was published, in milliseconds
     */
    record Kept(String checkpoint, int chunks, long at) {}

    /**
     * Removes what is to be forgotten, and returns it.
     *
     * @param kept oldest first
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
