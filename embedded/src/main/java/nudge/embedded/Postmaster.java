package nudge.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What postmaster.pid in a data directory tells: PostgreSQL writes its process id first and its state in the eighth line. */
record Postmaster(long pid, boolean ready) {
    static Optional<Postmaster> of(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            if (lines.isEmpty() || lines.get(0).isBlank()) {
                return Optional.empty();
            }
            boolean ready = lines.size() > 7 && lines.get(7).strip().equals("ready");
            return Optional.of(new Postmaster(Long.parseLong(lines.get(0).strip()), ready));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | NumberFormatException e) {
            throw new EmbeddedServerException(
                    "Expected a process id in %s, but: %s; look at it and remove it if no postgres runs"
                            .formatted(data.resolve("postmaster.pid"), e.getMessage()),
                    e);
        }
    }

    /** The running postgres that the file speaks of; empty if the number is another program's by now. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(Postmaster::isPostgres);
    }

    /** Every running postgres of a data directory, which each of them works in: a postmaster, and what it started. */
    static List<ProcessHandle> processes(Path data) {
        return ProcessHandle.allProcesses()
                .filter(process -> isPostgres(process) && worksIn(process, data))
                .toList();
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/bin/postgres");
    }

    private static boolean worksIn(ProcessHandle process, Path folder) {
        try {
            return Files.isSameFile(Path.of("/proc", String.valueOf(process.pid()), "cwd"), folder);
        } catch (IOException ended) {
            return false;
        }
    }
}
