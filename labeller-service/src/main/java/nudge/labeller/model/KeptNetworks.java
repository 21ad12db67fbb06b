package nudge.labeller.model;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Networks that were read from their weight files, kept for the next request: the least recently used ones go first.
 * Thread-safe.
 */
public final class KeptNetworks {
    private final int most;
    private final long mostParameters;
    private final Map<String, NetworkOfStep> networks = new LinkedHashMap<>(16, 0.75f, true);
    private long parameters;

    /**
     * None at first.
     *
     * @param most networks
     * @param mostParameters weights and biases of all together, 4 bytes each; a network of more is not kept
     */
    public KeptNetworks(int most, long mostParameters) {
        this.most = most;
        this.mostParameters = mostParameters;
    }

    /** The network of that name, or null when it is not kept. */
    public synchronized @Nullable NetworkOfStep find(String name) {
        return networks.get(name);
    }

    /** Keeps a network, in the place of those that were used least recently. */
    public synchronized void keep(String name, NetworkOfStep network) {
        long size = network.network().parameterCount();
        if (size > mostParameters) {
            return;
        }
        NetworkOfStep before = networks.put(name, network);
        parameters += size - (before == null ? 0 : before.network().parameterCount());
        Iterator<NetworkOfStep> oldestFirst = networks.values().iterator();
        while (networks.size() > most || parameters > mostParameters) {
            parameters -= oldestFirst.next().network().parameterCount();
            oldestFirst.remove();
        }
    }
}
