package nudge.labeller.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import nudge.labeller.relay.RelayOutcome;
import nudge.labeller.relay.RelayStep.Outgoing;
import nudge.labeller.relay.RelayStep.Publish;
import org.jspecify.annotations.Nullable;

/** What Kafka keeps: the transactions of one transactional id, of which the producer with the latest epoch alone has one. */
final class SimulatedKafka {
    final List<Outgoing> labels = new ArrayList<>();
    private final boolean fencing;
    private final Map<Integer, List<Outgoing>> open = new HashMap<>();
    private final List<Commit> onTheirWay = new ArrayList<>();
    private @Nullable Publish mark;
    private int epoch;

    private record Commit(int epoch, Publish mark) {}

    /** The producer's epoch is old. */
    static final class FencedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** @param fencing false for a Kafka that is broken: predecessors go on */
    SimulatedKafka(boolean fencing) {
        this.fencing = fencing;
    }

    /** @return the new producer's epoch */
    int fence() {
        if (fencing) {
            open.clear();
        }
        return ++epoch;
    }

    void send(int from, Outgoing record) {
        check(from);
        open.computeIfAbsent(from, none -> new ArrayList<>()).add(record);
    }

    void commit(int from, Publish position) {
        check(from);
        List<Outgoing> records = open.remove(from);
        labels.addAll(records == null ? List.of() : records);
        if (position.to().records() != labels.size()) {
            throw new AssertionError("expected the position to count " + labels.size() + " records, got " + position);
        }
        mark = position;
    }

    /** The request has left, its producer waits no longer, and it arrives some time. */
    void commitLater(int from, Publish position) {
        onTheirWay.add(new Commit(from, position));
    }

    void arrive(Random random) {
        if (!onTheirWay.isEmpty()) {
            Commit late = onTheirWay.remove(random.nextInt(onTheirWay.size()));
            // Its transaction may have been ended by a successor since.
            if (open.containsKey(late.epoch) && (!fencing || late.epoch == epoch)) {
                commit(late.epoch, late.mark);
            }
        }
    }

    /**
     * The machine loses its power: what was not written to the disk is gone, of one topic more than of the other, and
     * producers are told that the broker does not know them.
     */
    void losePower(Random random) {
        open.clear();
        onTheirWay.clear();
        epoch++;
        int lost = random.nextInt(Math.min(4, labels.size() + 1));
        labels.subList(labels.size() - lost, labels.size()).clear();
        if (random.nextBoolean()) {
            mark = null;
        }
    }

    private void check(int from) {
        if (fencing && from != epoch) {
            throw new FencedException();
        }
    }

    RelayOutcome look(UUID store) {
        RelayOutcome.LastRecord last = null;
        if (!labels.isEmpty()) {
            Outgoing label = labels.get(labels.size() - 1);
            last = new RelayOutcome.LastRecord(
                    store, label.event(), label.label().position());
        }
        return mark == null
                ? new RelayOutcome.Found(null, last)
                : new RelayOutcome.Found(mark.to(), mark.event(), last);
    }
}
