package nudge.labeller.consensus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.image.RefusedException;
import nudge.labeller.log.GroupCommit;

/**
 * Carries requests out a few at a time, among those of people. After each group it rests as long as that took: people's requests
 * come in between, and the busier the database is, the longer it rests.
 */
final class SmallGroups {
    static final int SIZE = 50;

    private static final Duration LEAST_REST = Duration.ofMillis(2);
    private static final Duration MOST_REST = Duration.ofSeconds(1);

    private final GroupCommit<LogRequest, Receipt> log;

    SmallGroups(GroupCommit<LogRequest, Receipt> log) {
        this.log = log;
    }

    /**
     * Carries all of them out. One that is refused is passed over: the state has changed since it was made.
     *
     * @return how many were not refused
     * @throws StoreUnavailableException when the database does not answer
     * @throws GoesOn.StoppedException when the work does not go on
     */
    int submit(List<? extends LogRequest> requests, GoesOn goesOn) throws InterruptedException {
        int done = 0;
        for (int from = 0; from < requests.size(); from += SIZE) {
            long began = System.nanoTime();
            List<LogRequest> group = new ArrayList<>(requests.subList(from, Math.min(requests.size(), from + SIZE)));
            for (CompletableFuture<Receipt> answer : log.submitAll(group)) {
                done += isDone(answer) ? 1 : 0;
            }
            goesOn.rest(rest(Duration.ofNanos(System.nanoTime() - began)));
        }
        return done;
    }

    private static Duration rest(Duration took) {
        if (took.compareTo(LEAST_REST) < 0) {
            return LEAST_REST;
        }
        return took.compareTo(MOST_REST) > 0 ? MOST_REST : took;
    }

    private static boolean isDone(CompletableFuture<Receipt> answer) {
        try {
            GroupCommit.durable(answer);
            return true;
        } catch (RefusedException refused) {
            return false;
        }
    }
}
