package nudge.labeller.sheet;

import java.time.Duration;
import nudge.labeller.intake.UnreadableException;

/** How long a sheet may take. It is looked at between steps, each of which is bounded by the size of the picture. */
public final class WorkingTime {
    private final Duration longest;
    private final long began = System.nanoTime();

    public WorkingTime(Duration longest) {
        this.longest = longest;
    }

    /** @throws UnreadableException when it is over */
    void check() throws UnreadableException {
        if (System.nanoTime() - began > longest.toNanos()) {
            throw new UnreadableException("expected a page that is read within " + longest.toSeconds()
                    + " s, got one that takes longer: send a smaller picture of it");
        }
    }
}
