package nudge.embedded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command line of a server that is durable, and that this machine alone reaches. */
final class PostgresCommand {
    private PostgresCommand() {}

    /** @param extra settings that replace the built-in ones, or come beside them */
    static List<String> of(PostgresCluster cluster, int port, Map<String, String> extra) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("port", Integer.toString(port));
        settings.put("unix_socket_directories", "");
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        settings.put("shared_buffers", "128MB");
        settings.put("max_connections", "100");
        settings.put("wal_compression", "on");
        settings.put("max_wal_size", "1GB");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        settings.put("log_line_prefix", "%m [%p] ");
        settings.putAll(extra);
        List<String> command = new ArrayList<>(List.of(
                cluster.programs().resolve("bin/postgres").toString(),
                "-D",
                cluster.data().toString()));
        settings.forEach((name, value) -> {
            command.add("-c");
            command.add(name + "=" + value);
        });
        return command;
    }
}
