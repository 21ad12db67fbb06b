package nudge.standalone;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import nudge.standalone.TcpProxy.Lost;

/**
 * What befalls a {@link Fleet}.
 *
 * @param at milliseconds after the beginning
 * @param lasts milliseconds; a kill lasts as long as the start takes
 * @param which of the two labellers, for faults of one
 */
record Fault(Kind kind, long at, long lasts, int which) {
    enum Kind {
        LABELLER_KILLED,
        LABELLER_PAUSED,
        TRAINER_KILLED,
        TRAINER_PAUSED,
        POSTGRES_KILLED,
        POSTGRES_PAUSED,
        POSTGRES_CHILD_KILLED,
        POSTGRES_CHILD_PAUSED,
        BROKER_KILLED,
        BROKER_PAUSED,
        BROKER_KILLED_IN_COMMIT,
        DATABASE_CUT,
        DATABASE_HALF_OPEN,
        DATABASE_ANSWERS_LOST,
        KAFKA_CUT,
        KAFKA_HALF_OPEN,
        KAFKA_ANSWERS_LOST,
        HTTP_CUT,
        HTTP_ANSWERS_LOST,
        LABELLER_CLOCK_AHEAD,
        LABELLER_CLOCK_BEHIND,
        TRAINER_CLOCK_AHEAD,
        TRAINER_CLOCK_BEHIND,
        KAFKA_TAIL_LOST,
        DATABASE_SLOW,
        TABLE_LOCKED,
        CLIENTS_DRIPPING
    }

    private static final List<String> TABLES = List.of("event", "log_head", "image_state", "task", "relay_lease");

    /** Drawn once, from a seed: when, how long, which. */
    static Fault draw(Kind kind, long after, SplittableRandom random) {
        long shortest = kind.name().contains("CLOCK") ? 2_000 : 200;
        return new Fault(
                kind, after + random.nextLong(200, 1_000), random.nextLong(shortest, 4_000), random.nextInt(2));
    }

    /** Whether it ends a service, which is then started again. */
    boolean killsService() {
        return kind == Kind.LABELLER_KILLED || kind == Kind.TRAINER_KILLED;
    }

    void begin(Fleet fleet) {
        switch (kind) {
            case LABELLER_KILLED -> Signal.KILL.send(List.of(labeller(fleet)));
            case LABELLER_PAUSED -> Signal.STOP.send(List.of(labeller(fleet)));
            case TRAINER_KILLED -> Signal.KILL.send(List.of(fleet.trainer().process()));
            case TRAINER_PAUSED -> Signal.STOP.send(List.of(fleet.trainer().process()));
            case POSTGRES_KILLED -> postgres(fleet).ifPresent(server -> Signal.KILL.send(List.of(server)));
            case POSTGRES_PAUSED -> postgres(fleet).ifPresent(Signal.STOP::sendToTree);
            case POSTGRES_CHILD_KILLED -> postgresChild(fleet).ifPresent(child -> Signal.KILL.send(List.of(child)));
            case POSTGRES_CHILD_PAUSED -> postgresChild(fleet).ifPresent(child -> Signal.STOP.send(List.of(child)));
            case BROKER_KILLED -> broker(fleet).ifPresent(broker -> Signal.KILL.send(List.of(broker)));
            case BROKER_PAUSED -> broker(fleet).ifPresent(broker -> Signal.STOP.send(List.of(broker)));
            case BROKER_KILLED_IN_COMMIT ->
                fleet.kafka().onNextCommit(which == 0 ? "relay-" : "trainer-", () -> killSoon(fleet));
            case DATABASE_CUT -> fleet.databaseOf(which).cut();
            case DATABASE_HALF_OPEN -> fleet.databaseOf(which).lose(Lost.ALL);
            case DATABASE_ANSWERS_LOST -> fleet.databaseOf(which).lose(Lost.ANSWERS);
            case KAFKA_CUT -> fleet.kafka().cut();
            case KAFKA_HALF_OPEN -> fleet.kafka().lose(Lost.ALL);
            case KAFKA_ANSWERS_LOST -> fleet.kafka().lose(Lost.ANSWERS);
            case HTTP_CUT -> fleet.http().cut();
            case HTTP_ANSWERS_LOST -> fleet.http().lose(Lost.ANSWERS);
            case LABELLER_CLOCK_AHEAD -> fleet.labeller(which).clock().move(hours());
            case LABELLER_CLOCK_BEHIND -> fleet.labeller(which).clock().move(hours().negated());
            case TRAINER_CLOCK_AHEAD -> fleet.trainer().clock().move(hours());
            case TRAINER_CLOCK_BEHIND -> fleet.trainer().clock().move(hours().negated());
            case KAFKA_TAIL_LOST -> fleet.powerLoss().begin();
            case DATABASE_SLOW -> fleet.databaseOf(which).delay(Duration.ofMillis(lasts / 10));
            case TABLE_LOCKED -> fleet.tableLock().take(table());
            case CLIENTS_DRIPPING -> fleet.drippingClients().drip(fleet.port(which));
        }
    }

    /** Kafka refuses what is more than one hour ahead. */
    private Duration hours() {
        return Duration.ofHours(2 + lasts % 20);
    }

    private String table() {
        return TABLES.get((int) lasts % TABLES.size());
    }

    /** The commit is passed on meanwhile: the broker gets to its beginning, into it, or to its end. */
    private void killSoon(Fleet fleet) {
        CompletableFuture.delayedExecutor(lasts % 16, TimeUnit.MILLISECONDS)
                .execute(() -> broker(fleet).ifPresent(broker -> Signal.KILL.send(List.of(broker))));
    }

    /** What was killed, connections that are lost, and clients that drip on, are the services' to heal. */
    void end(Fleet fleet) {
        switch (kind) {
            case LABELLER_PAUSED -> Signal.CONT.send(List.of(labeller(fleet)));
            case TRAINER_PAUSED -> Signal.CONT.send(List.of(fleet.trainer().process()));
            case POSTGRES_PAUSED, POSTGRES_CHILD_PAUSED -> postgres(fleet).ifPresent(Signal.CONT::sendToTree);
            case BROKER_PAUSED -> broker(fleet).ifPresent(broker -> Signal.CONT.send(List.of(broker)));
            case BROKER_KILLED_IN_COMMIT -> fleet.kafka().disarm();
            case DATABASE_HALF_OPEN, DATABASE_ANSWERS_LOST ->
                fleet.databaseOf(which).heal();
            case KAFKA_HALF_OPEN, KAFKA_ANSWERS_LOST -> fleet.kafka().heal();
            case HTTP_ANSWERS_LOST -> fleet.http().heal();
            case LABELLER_CLOCK_AHEAD, LABELLER_CLOCK_BEHIND ->
                fleet.labeller(which).clock().move(Duration.ZERO);
            case TRAINER_CLOCK_AHEAD, TRAINER_CLOCK_BEHIND ->
                fleet.trainer().clock().move(Duration.ZERO);
            case KAFKA_TAIL_LOST -> fleet.powerLoss().strike();
            case DATABASE_SLOW -> fleet.databaseOf(which).delay(Duration.ZERO);
            case TABLE_LOCKED -> fleet.tableLock().close();
            default -> {}
        }
    }

    private ProcessHandle labeller(Fleet fleet) {
        return fleet.labeller(which).process();
    }

    private static Optional<ProcessHandle> postgres(Fleet fleet) {
        return ProcessHandle.of(fleet.servers().postgres().pid());
    }

    /** One that serves a client, or one that writes or cleans up. */
    private Optional<ProcessHandle> postgresChild(Fleet fleet) {
        List<ProcessHandle> children =
                postgres(fleet).stream().flatMap(ProcessHandle::children).toList();
        return children.isEmpty() ? Optional.empty() : Optional.of(children.get((int) lasts % children.size()));
    }

    private static Optional<ProcessHandle> broker(Fleet fleet) {
        return ProcessHandle.of(fleet.servers().kafka().pid());
    }

    @Override
    public String toString() {
        String what = switch (kind) {
            case TABLE_LOCKED -> " " + table();
            case LABELLER_CLOCK_AHEAD, LABELLER_CLOCK_BEHIND -> " " + which + " " + hours();
            case TRAINER_CLOCK_AHEAD, TRAINER_CLOCK_BEHIND -> " " + hours();
            default -> kind.name().matches("LABELLER.*|DATABASE.*|CLIENTS.*") ? " " + which : "";
        };
        return String.format(Locale.ROOT, "%.1f s %s%s", at / 1e3, kind, what);
    }
}
