package nudge.labeller.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import nudge.labeller.web.security.RemoteAddress;
import org.jspecify.annotations.Nullable;

/** Which connections each address has open: only so many at once, but for trusted proxies. Thread-safe. */
final class OpenConnections {
    /** Behind so many accepted ones, the addresses that have none open any more are forgotten. */
    private static final int FORGET_EVERY = 1_000;

    private final int mostOfOne;
    private final @Nullable Pattern proxies;
    private final Map<String, Set<SocketChannel>> open = new HashMap<>();
    private int accepted;

    /** @param proxies regular expression of the addresses that may open any number; null for none */
    OpenConnections(int mostOfOne, @Nullable String proxies) {
        this.mostOfOne = mostOfOne;
        this.proxies = proxies == null ? null : Pattern.compile(proxies);
    }

    /** Counts a connection until it is closed; false when its address has too many. */
    synchronized boolean add(SocketChannel connection) {
        if (++accepted % FORGET_EVERY == 0) {
            open.values().removeIf(connections -> {
                forgetClosed(connections);
                return connections.isEmpty();
            });
        }
        String address = address(connection);
        if (proxies != null && proxies.matcher(address).matches()) {
            return true;
        }
        Set<SocketChannel> connections = open.computeIfAbsent(RemoteAddress.of(address), fresh -> new HashSet<>());
        if (connections.size() >= mostOfOne) {
            forgetClosed(connections);
        }
        return connections.size() < mostOfOne && connections.add(connection);
    }

    private static void forgetClosed(Set<SocketChannel> connections) {
        connections.removeIf(connection -> !connection.isOpen());
    }

    /** Empty when the client has gone already. */
    private static String address(SocketChannel connection) {
        try {
            return connection.getRemoteAddress() instanceof InetSocketAddress remote
                    ? remote.getAddress().getHostAddress()
                    : "";
        } catch (IOException gone) {
            return "";
        }
    }
}
