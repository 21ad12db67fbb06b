package nudge.labeller.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.TestStore;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.Pixels;
import nudge.labeller.image.Receipt;
import nudge.labeller.log.GroupCommit.Outcome;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.relay.Relay;
import nudge.labeller.relay.RelayStep.Outgoing;

/**
 * Three labellers, their clients, one Postgres and one Kafka in one thread with virtual time: everything that happens
 * follows from the seed.
 */
final class Simulation implements SimulatedRelay.World {
    private static final List<Pixels> PIXELS =
            List.of(TestStore.pixels(1), TestStore.pixels(2), TestStore.pixels(3), TestStore.pixels(4));
    private static final int STEPS = 1_500;
    private static final long DRAIN_MILLIS = 30_000;

    private final Random random;
    private final boolean fencing;
    private final SimulatedKafka kafka;
    private final List<SimulatedRelay> relays = new ArrayList<>();
    private final List<ImageRequest> waiting = new ArrayList<>();
    private final Map<String, Receipt> acknowledged = new HashMap<>();
    private SimulatedLog log;
    private long now;
    private boolean healed;
    private int checked;
    private int checks;

    Simulation(long seed, boolean fencing) {
        random = new Random(seed);
        this.fencing = fencing;
        kafka = new SimulatedKafka(fencing);
        log = new SimulatedLog(id());
        for (int i = 0; i < 3; i++) {
            relays.add(new SimulatedRelay(this, random));
        }
        List<ImageRequest> images = new ArrayList<>();
        for (Pixels pixels : PIXELS) {
            images.add(new ImageRequest(
                    id(),
                    null,
                    pixels.imageId(),
                    null,
                    new ImageCommand.Add(pixels, Split.TRAIN, OptionalInt.empty(), "simulation")));
        }
        log.commit(images, Instant.EPOCH, this::id);
    }

    /**
     * Runs to the end, with faults, then without.
     *
     * @return how often Kafka was compared with the log
     * @throws AssertionError when a promise is broken
     */
    int run() {
        boolean restores = random.nextInt(10) == 0;
        for (int i = 0; i < STEPS; i++) {
            something();
            checkKafka();
        }
        if (restores) {
            restoreAndGoOn();
        } else {
            heal();
            checkLog();
        }
        return checks;
    }

    private void something() {
        now += random.nextInt(20);
        SimulatedRelay relay = relays.get(random.nextInt(relays.size()));
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> ask();
            case 3, 4 -> commit();
            case 5 -> kafka.arrive(random);
            case 6 -> {
                if (fault(0.1)) {
                    relay.kill();
                } else if (fencing && fault(0.05)) {
                    kafka.losePower(random);
                    checked = Math.min(checked, kafka.labels.size());
                } else if (fault(0.2)) {
                    relay.pause(random.nextInt(10_000));
                }
            }
            default -> relay.run();
        }
    }

    private void ask() {
        UUID image = PIXELS.get(random.nextInt(PIXELS.size())).imageId();
        ImageCommand command = switch (random.nextInt(8)) {
            case 0 -> new ImageCommand.RetractLabel();
            case 1 -> new ImageCommand.Skip();
            case 2 -> new ImageCommand.RetractSkip();
            case 3 -> new ImageCommand.Reject();
            case 4 -> new ImageCommand.RetractRejection();
            default -> TestStore.label(random.nextInt(10));
        };
        waiting.add(new ImageRequest(
                new UUID(0, random.nextInt(3)),
                "key " + waiting.size() + " " + now + " " + id(),
                image,
                null,
                command));
    }

    /** A group of requests is carried out; of those whose answers are lost the clients ask again with the same keys. */
    private void commit() {
        if (waiting.isEmpty() || fault(0.1)) {
            return;
        }
        List<ImageRequest> group = new ArrayList<>(waiting.subList(0, 1 + random.nextInt(waiting.size())));
        List<Outcome<Receipt>> outcomes = log.commit(group, Instant.ofEpochMilli(now), this::id);
        if (fault(0.2)) {
            return;
        }
        for (int i = 0; i < group.size(); i++) {
            waiting.remove(group.get(i));
            if (outcomes.get(i).answer() != null) {
                acknowledged.put(group.get(i).key(), outcomes.get(i).answer());
            }
        }
    }

    /** Everything drains, without a hand. */
    private void heal() {
        healed = true;
        long deadline = now + DRAIN_MILLIS;
        while (!waiting.isEmpty() || kafka.labels.size() < log.settled.size() || relaying() != 1) {
            require(
                    now < deadline,
                    "expected all to be published 30 s after the last fault, but " + waiting.size() + " requests wait, "
                            + kafka.labels.size() + " of " + log.settled.size()
                            + " records are published, and the relays"
                            + " are at "
                            + relays.stream().map(SimulatedRelay::step).toList());
            now += 1 + random.nextInt(20);
            commit();
            kafka.arrive(random);
            relays.forEach(SimulatedRelay::run);
            checkKafka();
        }
    }

    /** The database goes back to an earlier moment, and labelling goes on: Kafka must not get what does not fit to it. */
    private void restoreAndGoOn() {
        List<Outgoing> published = List.copyOf(kafka.labels);
        int position = PIXELS.size() + random.nextInt(log.events.size() - PIXELS.size() + 1);
        log = log.restored(position);
        relays.forEach(SimulatedRelay::kill);
        long last = published.isEmpty()
                ? 0
                : published.get(published.size() - 1).label().position();
        for (int i = 0; i < 200; i++) {
            ask();
            commit();
        }
        if (last <= position) {
            acknowledged.clear();
            heal();
            return;
        }
        healed = true;
        for (int i = 0; i < 2_000; i++) {
            now += random.nextInt(20);
            relays.get(random.nextInt(relays.size())).run();
        }
        require(kafka.labels.equals(published), "expected nothing to be published beside what another log published");
        require(
                relays.stream().anyMatch(relay -> relay.state() == Relay.State.HALTED),
                "expected the relay to halt: Kafka ends at " + last + ", the log went another way at " + position);
    }

    private long relaying() {
        return relays.stream()
                .filter(relay -> relay.state() == Relay.State.RELAYING)
                .count();
    }

    /** What is committed is the beginning of what is settled: same records, same order, none twice, none left out. */
    private void checkKafka() {
        int committed = kafka.labels.size();
        require(committed <= log.settled.size(), "expected at most " + log.settled.size() + " records");
        for (int i = checked; i < committed; i++) {
            require(
                    kafka.labels.get(i) == log.settled.get(i)
                            || kafka.labels
                                            .get(i)
                                            .event()
                                            .equals(log.settled.get(i).event())
                                    && kafka.labels
                                            .get(i)
                                            .label()
                                            .equals(log.settled.get(i).label()),
                    "expected the record " + log.settled.get(i) + ", got " + kafka.labels.get(i));
            checks++;
        }
        checked = committed;
    }

    private void checkLog() {
        Map<UUID, Integer> versions = new HashMap<>();
        Set<UUID> ids = new HashSet<>();
        long position = 0;
        for (StoredEvent event : log.events) {
            require(event.position() == ++position, "expected the position " + position + ", got " + event);
            require(event.version() == versions.merge(event.stream(), 1, Integer::sum), "a gap in " + event.stream());
            require(ids.add(event.id()), "the event " + event.id() + " stands twice");
        }
        acknowledged.values().forEach(receipt -> {
            StoredEvent event = log.events.get((int) receipt.position() - 1);
            require(
                    event.stream().equals(receipt.image()) && event.version() == receipt.version(),
                    "expected the acknowledged " + receipt + ", got " + event);
        });
        require(
                new HashSet<>(acknowledged.values()).size() == acknowledged.size(),
                "expected an event of its own for each key");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    @Override
    public SimulatedLog log() {
        return log;
    }

    @Override
    public SimulatedKafka kafka() {
        return kafka;
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public boolean fault(double likelihood) {
        return !healed && random.nextDouble() < likelihood;
    }
}
