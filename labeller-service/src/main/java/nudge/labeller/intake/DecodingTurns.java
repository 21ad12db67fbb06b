package nudge.labeller.intake;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Who decodes pictures: each person on one core at most, however many files they send at once, and all together on half of the
 * cores. Whoever waits decodes later. Thread-safe.
 */
public final class DecodingTurns {
    private final int most;
    private final Set<UUID> decoding = new HashSet<>();

    public DecodingTurns() {
        this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** @param most people at once */
    DecodingTurns(int most) {
        this.most = most;
    }

    /** The turns of a person and their programs. */
    public DecodingTurn of(UUID person) {
        return new DecodingTurn() {
            @Override
            public <T> T hold(Decoding<T> decoding) throws UnreadableException {
                begin(person);
                try {
                    return decoding.run();
                } finally {
                    end(person);
                }
            }
        };
    }

    private synchronized void begin(UUID person) {
        boolean interrupted = false;
        while (decoding.size() >= most || decoding.contains(person)) {
            try {
                wait();
            } catch (InterruptedException stop) {
                interrupted = true; // it is a matter of seconds
            }
        }
        decoding.add(person);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void end(UUID person) {
        decoding.remove(person);
        notifyAll();
    }
}
