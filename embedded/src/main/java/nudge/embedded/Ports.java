package nudge.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports of this machine's loopback address that nobody listens on at the moment. Another process may be faster. */
final class Ports {
    private Ports() {}

    static int free() throws IOException {
        return free(1).get(0);
    }

    static List<Integer> free(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    static int validated(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("Port: expected 0 (any free one) to 65535, but got " + port);
        }
        return port;
    }
}
