package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up while eight clients label, and is freed again. */
@Tag("server")
@Tag("faults")
class FullDiskTest {
    private static final Duration DRAINED = Duration.ofSeconds(30);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void what_was_acknowledged_stays_and_all_goes_on_once_there_is_room() throws Exception {
        try (SmallDisk postgres = SmallDisk.mount(folder.resolve("data/postgres"));
                SmallDisk kafka = SmallDisk.mount(folder.resolve("data/kafka"));
                Fleet fleet = Fleet.start(folder)) {
            List<Annotators.Sent> sent = new ArrayList<>();
            for (SmallDisk disk : List.of(postgres, kafka)) {
                fillUpAndFree(disk, fleet, sent);
            }
        }
    }

    private static void fillUpAndFree(SmallDisk disk, Fleet fleet, List<Annotators.Sent> sent) throws Exception {
        fleet.fill(1_500);
        Api api = fleet.api(0);
        long filled = api.get("/api/progress").get("position").asLong();
        Annotators annotators = Annotators.start(fleet.api(), MnistLabels.load(), 1);
        await().atMost(DRAINED).until(() -> relayed(api) > filled + 50);
        disk.fill();
        awaitStandstill(api);
        disk.free();
        long freed = System.nanoTime();
        sent.addAll(annotators.stop(DRAINED));
        fleet.awaitDrained(DRAINED.minusNanos(System.nanoTime() - freed));
        assertThat(fleet.starts())
                .as("starts of two labellers and the trainer: none ended by itself")
                .isEqualTo(3);
        System.out.printf(
                Locale.ROOT,
                "full disk under %s: drained %.1f s after it was freed; checked: %s%n",
                disk.folder().getFileName(),
                (System.nanoTime() - freed) / 1e9,
                Invariants.check(fleet.log(), sent));
    }

    private static long relayed(Api api) throws InterruptedException {
        return api.get("/api/progress").get("relayed").asLong();
    }

    /** For two seconds nothing new has come to Kafka. */
    private static void awaitStandstill(Api api) {
        AtomicLong relayed = new AtomicLong(-1);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(2))
                .ignoreExceptions()
                .until(() -> {
                    long now = relayed(api);
                    return relayed.getAndSet(now) == now;
                });
    }

    /** A file system in memory. */
    private record SmallDisk(Path folder) implements AutoCloseable {
        private static final String SIZE = "size=320m";

        static SmallDisk mount(Path folder) throws IOException, InterruptedException {
            Files.createDirectories(folder);
            boolean mounted = succeeds("mount", "-t", "tmpfs", "-o", SIZE, "nudge-test", folder.toString());
            assumeTrue(mounted, "SKIPPED: a full disk is tested only by root, who may mount a small one");
            return new SmallDisk(folder);
        }

        void fill() throws IOException {
            byte[] block = new byte[1 << 16];
            try (OutputStream out = Files.newOutputStream(ballast())) {
                while (true) {
                    out.write(block);
                }
            } catch (IOException full) {
                assertThat(full).hasMessageContaining("No space left");
            }
        }

        void free() throws IOException {
            Files.delete(ballast());
        }

        private Path ballast() {
            return folder.resolve("ballast");
        }

        @Override
        public void close() throws IOException, InterruptedException {
            assertThat(succeeds("umount", folder.toString())).as("unmounted").isTrue();
        }

        private static boolean succeeds(String... command) throws IOException, InterruptedException {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        }
    }
}
