package nudge.labeller.image;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import nudge.labeller.image.RefusedException.Reason;
import nudge.labeller.log.Log;
import org.jspecify.annotations.Nullable;

/** The answers that idempotency keys have got: those of this transaction's requests. */
public final class Idempotency {
    private final Map<Key, Answer> known;
    private final Map<Key, Answer> fresh = new LinkedHashMap<>();

    /** A key is its actor's and its image's own. */
    public record Key(UUID actor, UUID image, String key) {}

    /** @param request the request's fingerprint */
    public record Answer(byte[] request, Receipt receipt) {}

    /** @param known the answers that are stored */
    public Idempotency(Map<Key, Answer> known) {
        this.known = Map.copyOf(known);
    }

    /** @throws RefusedException when the key was used for another request */
    @Nullable
    Receipt find(ImageRequest request) {
        if (request.key() == null) {
            return null;
        }
        Answer answer = fresh.getOrDefault(key(request), known.get(key(request)));
        if (answer == null) {
            return null;
        }
        if (!Arrays.equals(answer.request(), request.fingerprint())) {
            throw new RefusedException(
                    Reason.KEY_REUSED,
                    "the idempotency key " + request.key()
                            + " was used for another request: make a new key for each label");
        }
        return answer.receipt();
    }

    void add(ImageRequest request, Receipt receipt) {
        if (request.key() != null) {
            fresh.put(key(request), new Answer(request.fingerprint(), receipt));
        }
    }

    /** The answers that are new, to be stored with the events. */
    public Map<Key, Answer> fresh() {
        return fresh;
    }

    /** The new keys and what they came with, by the position of the last event that came of it. */
    Map<Long, Log.Asked> asked() {
        Map<Long, Log.Asked> asked = new HashMap<>();
        fresh.forEach(
                (key, answer) -> asked.put(answer.receipt().position(), new Log.Asked(key.key(), answer.request())));
        return asked;
    }

    static Key key(ImageRequest request) {
        return new Key(
                request.actor(),
                request.image(),
                Objects.requireNonNull(request.key(), "expected a request with a key"));
    }
}
