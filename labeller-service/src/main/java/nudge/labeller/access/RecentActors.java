package nudge.labeller.access;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import nudge.labeller.database.StoreUnavailableException;

/** Whose session or token a secret is, remembered for a moment: a page asks for much at once. Thread-safe. */
final class RecentActors {
    /** So long an answer is remembered: until then another labeller may still know a session that this one has ended. */
    private static final long REMEMBERED_NANOS = Duration.ofSeconds(2).toNanos();

    private static final int MOST = 5_000;

    private final LongSupplier nanos;
    private final Map<Shown, Remembered> remembered = new ConcurrentHashMap<>();

    /** A session's secret is not good as a token, nor a token as a session. */
    private record Shown(Actor.Kind kind, ByteBuffer digest) {
        static Shown of(Actor.Kind kind, String secret) {
            return new Shown(kind, ByteBuffer.wrap(AccessSecret.digest(secret)));
        }
    }

    private record Remembered(Optional<Actor> actor, long at) {}

    RecentActors(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether the secret was found a moment ago. */
    boolean has(Actor.Kind kind, String secret) {
        Remembered known = remembered.get(Shown.of(kind, secret));
        return known != null && known.actor.isPresent() && isFresh(known);
    }

    /**
     * The actor whose secret it is.
     *
     * @param find by the secret's digest
     */
    Optional<Actor> find(Actor.Kind kind, String secret, Function<byte[], Optional<Actor>> find) {
        Shown shown = Shown.of(kind, secret);
        Remembered known = remembered.get(shown);
        if (known != null && isFresh(known)) {
            return known.actor;
        }
        if (remembered.size() >= MOST) {
            remembered.clear();
        }
        long at = nanos.getAsLong();
        try {
            Optional<Actor> actor = find.apply(shown.digest().array());
            remembered.put(shown, new Remembered(actor, at));
            return actor;
        } catch (StoreUnavailableException down) {
            if (known == null) {
                throw down;
            }
            // No session can be ended meanwhile, and whoever is signed in sees what is wrong.
            return known.actor;
        }
    }

    private boolean isFresh(Remembered known) {
        return nanos.getAsLong() - known.at < REMEMBERED_NANOS;
    }

    void forget() {
        remembered.clear();
    }
}
