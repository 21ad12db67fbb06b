package nudge.labeller.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import nudge.labeller.image.Idempotency;
import nudge.labeller.image.Image;
import nudge.labeller.image.ImageEvent;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.LabelUnsettled;
import nudge.labeller.image.ImageEventJson;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.Pixels;
import nudge.labeller.image.Receipt;
import nudge.labeller.image.RequestBatch;
import nudge.labeller.log.GroupCommit.Outcome;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.relay.LogEntry;
import nudge.labeller.relay.RelayOutcome;
import nudge.labeller.relay.RelayProtocol;
import nudge.labeller.relay.RelayStep.Compare;
import nudge.labeller.relay.RelayStep.Count;
import nudge.labeller.relay.RelayStep.Outgoing;
import org.jspecify.annotations.Nullable;

/** What Postgres keeps: a transaction happens whole or not at all. */
final class SimulatedLog {
    final UUID store;
    final List<StoredEvent> events = new ArrayList<>();
    /** What must stand in Kafka, in this order. */
    final List<Outgoing> settled = new ArrayList<>();

    private final List<LogEntry> entries = new ArrayList<>();
    private final Map<UUID, Image> images = new HashMap<>();
    private final Map<UUID, Pixels> pixels = new HashMap<>();
    private final Map<Idempotency.Key, Idempotency.Answer> answers = new HashMap<>();
    private @Nullable UUID holder;
    private long expires = -1;

    SimulatedLog(UUID store) {
        this.store = store;
    }

    /** A copy of what stands up to a position: a backup that is restored. */
    SimulatedLog restored(int position) {
        SimulatedLog copy = new SimulatedLog(store);
        copy.pixels.putAll(pixels);
        events.subList(0, position).forEach(copy::append);
        answers.forEach((key, answer) -> {
            if (answer.receipt().position() <= position) {
                copy.answers.put(key, answer);
            }
        });
        return copy;
    }

    List<Outcome<Receipt>> commit(List<ImageRequest> requests, Instant at, Supplier<UUID> ids) {
        RequestBatch decisions = new RequestBatch(events.size(), images, new Idempotency(answers), ids);
        List<Outcome<Receipt>> outcomes =
                requests.stream().map(request -> decisions.decide(request, at)).toList();
        pixels.putAll(decisions.added());
        decisions.events().forEach(this::append);
        answers.putAll(decisions.idempotency().fresh());
        return outcomes;
    }

    private void append(StoredEvent event) {
        ImageEvent content = ImageEventJson.read(event);
        images.put(
                event.stream(),
                images.getOrDefault(event.stream(), Image.NONE).evolve(content, event.actor(), event.position()));
        boolean crosses = content instanceof LabelSettled || content instanceof LabelUnsettled;
        LogEntry entry = new LogEntry(
                event.position(),
                event.id(),
                event.stream(),
                event.at(),
                crosses ? content : null,
                crosses ? pixels.get(event.stream()).bytes() : null);
        events.add(event);
        entries.add(entry);
        if (crosses) {
            long previous = settled.isEmpty()
                    ? 0
                    : settled.get(settled.size() - 1).label().position();
            settled.add(new Outgoing(event.id(), Objects.requireNonNull(entry.record(previous))));
        }
    }

    RelayOutcome elect(UUID relay, long databaseNow, long asked) {
        if (!relay.equals(holder) && databaseNow < expires) {
            return new RelayOutcome.NotElected();
        }
        holder = relay;
        expires = databaseNow + RelayProtocol.LEASE.toMillis();
        return new RelayOutcome.Elected(store, asked);
    }

    RelayOutcome compare(Compare compare) {
        return new RelayOutcome.Compared(events.size(), eventAt(compare.last()), eventAt(compare.mark()));
    }

    private @Nullable UUID eventAt(long position) {
        return position == 0 || position > events.size()
                ? null
                : events.get((int) position - 1).id();
    }

    RelayOutcome count(Count count) {
        long between = settled.stream()
                .mapToLong(each -> each.label().position())
                .filter(position ->
                        position > Math.min(count.from(), count.to()) && position <= Math.max(count.from(), count.to()))
                .count();
        return new RelayOutcome.Counted(count.records() + (count.to() < count.from() ? -between : between));
    }

    RelayOutcome read(long after, int limit) {
        int from = (int) Math.min(after, entries.size());
        return new RelayOutcome.Entries(
                events.size(), List.copyOf(entries.subList(from, Math.min(entries.size(), from + limit))));
    }
}
