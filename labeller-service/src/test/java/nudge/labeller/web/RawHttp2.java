package nudge.labeller.web;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A connection of HTTP/2 (RFC 9113) that sends frames which no well-behaved client would send. */
final class RawHttp2 implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    static final int PROTOCOL_ERROR = 1;
    static final int REFUSED_STREAM = 7;
    static final int ENHANCE_YOUR_CALM = 11;

    private static final int INITIAL_WINDOW_SIZE = 4;

    /** HPACK's static table has these statuses, one behind the other (RFC 7541, appendix A). */
    private static final int[] STATUSES = {200, 204, 206, 304, 400, 404, 500};

    private static final int FIRST_STATUS = 8;

    private final SSLSocket socket;
    private final DataInputStream in;

    record Frame(int type, int flags, int stream, byte[] payload) {
        /** Of RST_STREAM, and of GOAWAY. */
        int error() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }

        /** The status of these headers: they begin with it, but for sizes of the table, by one of HPACK's static entries. */
        int status() {
            int first = 0;
            while ((payload[first] & 0xe0) == 0x20) {
                first += (payload[first] & 0x1f) == 0x1f ? 3 : 1;
            }
            int entry = payload[first] & 0x7f;
            return payload[first] < 0 && entry >= FIRST_STATUS && entry < FIRST_STATUS + STATUSES.length
                    ? STATUSES[entry - FIRST_STATUS]
                    : 0;
        }

        boolean isOk() {
            return status() == 200;
        }
    }

    private RawHttp2(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /**
     * Connects, and says what a client says first.
     *
     * @param from the address of the client
     * @param window bytes that the server may send on each stream before it is given more
     * @param receiveBuffer of the socket; 0 for the usual one
     */
    static RawHttp2 connect(SSLContext trusting, int port, String from, int window, int receiveBuffer)
            throws IOException {
        Socket plain = new Socket();
        if (receiveBuffer > 0) {
            plain.setReceiveBufferSize(receiveBuffer);
        }
        plain.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        plain.connect(new InetSocketAddress("127.0.0.1", port));
        SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket(plain, "localhost", port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        if (!socket.getApplicationProtocol().equals("h2")) {
            throw new IOException("expected h2, got " + socket.getApplicationProtocol());
        }
        RawHttp2 connection = new RawHttp2(socket);
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        connection.send(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6)
                        .putShort((short) INITIAL_WINDOW_SIZE)
                        .putInt(window)
                        .array());
        connection.send(WINDOW_UPDATE, 0, 0, fourBytes(1 << 30));
        return connection;
    }

    void send(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        socket.getOutputStream().write(frame.array());
    }

    void get(int stream, String path) throws IOException {
        send(HEADERS, END_HEADERS | END_STREAM, stream, request("GET", path));
    }

    void reset(int stream) throws IOException {
        send(RST_STREAM, 0, stream, fourBytes(8));
    }

    static byte[] request(String method, String path) {
        return headers(":method", method, ":scheme", "https", ":path", path, ":authority", "localhost");
    }

    /** Names and values as literals without Huffman's code and without a place in the table. */
    static byte[] headers(String... pairs) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < pairs.length; i++) {
            if (i % 2 == 0) {
                block.write(0);
            }
            block.write(pairs[i].length());
            block.writeBytes(pairs[i].getBytes(StandardCharsets.US_ASCII));
        }
        return block.toByteArray();
    }

    static byte[] fourBytes(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    /** The next frame, or null when the connection is over. */
    @Nullable
    Frame next() {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = new byte[length];
            in.readFully(payload);
            return new Frame(type, flags, stream, payload);
        } catch (IOException over) {
            return null;
        }
    }

    /** The next frame of a type. */
    Frame next(int type) {
        for (Frame frame = next(); frame != null; frame = next()) {
            if (frame.type() == type) {
                return frame;
            }
        }
        throw new AssertionError("expected a frame of type " + type + " before the end of the connection");
    }

    /** Reads some of what comes, as a program that is slow. */
    void readSome(int bytes) throws IOException {
        in.readNBytes(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
