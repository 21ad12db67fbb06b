package nudge.labeller.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An image whose digit is known, and which people are given to see how they label. Immutable.
 *
 * @param digit what is held to be true
 * @param reason why it was chosen, for people
 * @param retired whether nobody is given it any more
 * @param seen answers on it
 * @param missed of them
 * @param contests of those who say that it shows something else
 */
public record GoldImage(int digit, String reason, boolean retired, int seen, int missed, List<Contest> contests) {
    public GoldImage {
        contests = List.copyOf(contests);
    }

    /** @param digit what it shows, if they say so */
    public record Contest(UUID by, @Nullable Integer digit, String reason) {}

    GoldImage answered(boolean correct) {
        return new GoldImage(digit, reason, retired, seen + 1, missed + (correct ? 0 : 1), contests);
    }

    GoldImage voided(boolean correct) {
        return new GoldImage(digit, reason, retired, seen - 1, missed - (correct ? 0 : 1), contests);
    }

    GoldImage contested(Contest contest) {
        List<Contest> all = new ArrayList<>(contests);
        all.add(contest);
        return new GoldImage(digit, reason, retired, seen, missed, all);
    }

    /** Contests are settled by it. */
    GoldImage corrected(int right, int missedThen) {
        return new GoldImage(right, reason, retired, seen, missedThen, List.of());
    }

    GoldImage retire() {
        return new GoldImage(digit, reason, true, seen, missed, List.of());
    }
}
