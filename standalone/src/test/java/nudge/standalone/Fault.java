package nudge.standalone;

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
        HTTP_ANSWERS_LOST
    }

    /** Drawn once, from a seed: when, how long, which. */
    static Fault draw(Kind kind, long after, SplittableRandom random) {
        return new Fault(kind, after + random.nextLong(300, 1_800), random.nextLong(200, 4_000), random.nextInt(2));
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
        }
    }

    /** The commit is passed on meanwhile: the broker gets to its beginning, into it, or to its end. */
    private void killSoon(Fleet fleet) {
        CompletableFuture.delayedExecutor(lasts % 16, TimeUnit.MILLISECONDS)
                .execute(() -> broker(fleet).ifPresent(broker -> Signal.KILL.send(List.of(broker))));
    }

    /** What was killed, and connections that are lost, are the services' to heal. */
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
        return String.format(
                Locale.ROOT,
                "%.1f s %s%s",
                at / 1e3,
                kind,
                kind.name().matches("LABELLER.*|DATABASE.*") ? " " + which : "");
    }
}
