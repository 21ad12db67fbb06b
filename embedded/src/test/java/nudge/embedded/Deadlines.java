package nudge.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** How long a test waits for what should be there in a moment. */
final class Deadlines {
    private Deadlines() {}

    /** Whether the condition came true within half a minute. */
    static boolean soon(BooleanSupplier condition) {
        return Deadline.in(Duration.ofSeconds(30)).await(condition);
    }
}
