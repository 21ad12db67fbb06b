package nudge.trainer;

import java.util.ArrayList;
import java.util.List;
import nudge.events.CheckpointPublished.Round;
import nudge.trainer.kafka.Horizon;

/** The rounds since the latest checkpoint, as the next one's event names them. Owned by one thread. */
final class UnpublishedRounds {
    private final List<Round> rounds = new ArrayList<>();

    /**
     * Adds a round. Rounds between which nothing was folded are one, and a round in which nothing was done is none.
     *
     * @param folded records that were folded in it
     * @param horizon up to which records are folded
     * @param steps that were taken in it
     */
    void add(int folded, Horizon horizon, int steps) {
        if (folded == 0 && steps == 0) {
            return;
        }
        if (folded == 0 && !rounds.isEmpty()) {
            Round last = rounds.remove(rounds.size() - 1);
            rounds.add(new Round(last.offset(), last.steps() + steps, last.position()));
        } else {
            rounds.add(new Round(horizon.offset(), steps, horizon.position()));
        }
    }

    boolean isEmpty() {
        return rounds.isEmpty();
    }

    int size() {
        return rounds.size();
    }

    /** In order; a copy. */
    List<Round> list() {
        return List.copyOf(rounds);
    }

    /** A checkpoint names them. */
    void clear() {
        rounds.clear();
    }
}
