package nudge.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The cores that this process may run on, as Linux lists them. */
final class Cores {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String FIELD = "Cpus_allowed_list:";

    private Cores() {}

    /** Their numbers; none where the system does not tell or programs cannot be bound to them. */
    static List<Integer> allowed() throws IOException {
        if (!Files.isReadable(STATUS) || !Files.isExecutable(Path.of("/usr/bin/taskset"))) {
            return List.of();
        }
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith(FIELD)) {
                return parse(line.substring(FIELD.length()).strip());
            }
        }
        return List.of();
    }

    /** Reads {@code 0-3,8}. */
    static List<Integer> parse(String list) {
        List<Integer> cores = new ArrayList<>();
        for (String range : list.split(",")) {
            String[] ends = range.split("-");
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
                cores.add(core);
            }
        }
        return cores;
    }
}
