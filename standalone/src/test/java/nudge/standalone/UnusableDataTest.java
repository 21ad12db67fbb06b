package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A data folder that cannot be used: one line that says why and what to do, whatever the command. */
class UnusableDataTest {
    @TempDir
    private Path folder;

    private final List<Path> mounted = new ArrayList<>();

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        for (Path disk : mounted) {
            assertThat(succeeds("umount", disk.toString())).isTrue();
        }
    }

    /** Every command that takes --data, with what else it needs. */
    static Stream<List<String>> commands() {
        return Stream.of(
                List.of("up", "--port", "0"),
                List.of("annotate", "--count", "1"),
                List.of("invite"),
                List.of("import", "pom.xml"),
                List.of("export", "--format", "csv", "--out", "/dev/null"),
                List.of("watch"),
                List.of("verify", "c-1"),
                List.of("audit"),
                List.of("backup", "/dev/null"),
                List.of("restore", "/dev/null"),
                List.of("rebuild"));
    }

    private static String error(List<String> command, Path data) {
        StringWriter error = new StringWriter();
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("--data", data.toString()));
        int exitCode = Main.commandLine()
                .setErr(new PrintWriter(error, true))
                .setOut(new PrintWriter(new StringWriter()))
                .execute(all.toArray(String[]::new));
        assertThat(exitCode).as(String.join(" ", all)).isEqualTo(2);
        assertThat(error.toString())
                .as(String.join(" ", all))
                .hasLineCount(1)
                .doesNotContain("Exception")
                .contains("--data");
        return error.toString();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_file_on_the_way_to_it_is_named(List<String> command) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        for (String below : List.of("", "data", "deep/data")) {
            assertThat(error(command, file.resolve(below))).contains(file + " is a file, and no folder");
        }
        Path dangling = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nothing"));
        if (command.contains("up")) {
            assertThat(error(command, dangling)).contains(dangling + " is a file, and no folder");
        }
    }

    private Path mount(String options) throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        boolean done = succeeds("mount", "-t", "tmpfs", "-o", options, "nudge-test", disk.toString());
        assumeTrue(done, "SKIPPED: read-only and full disks are tested only by root, who may mount small ones");
        mounted.add(disk);
        return disk;
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void a_file_system_that_is_read_only_is_named_whether_the_folder_is_there_or_not()
            throws IOException, InterruptedException {
        Path disk = mount("size=4m");
        Files.createDirectories(disk.resolve("there/postgres/data"));
        assertThat(succeeds("mount", "-o", "remount,ro", disk.toString())).isTrue();
        List<String> up = List.of("up", "--port", "0");
        assertThat(error(up, disk.resolve("there"))).contains("but its file system is read-only");
        assertThat(error(up, disk.resolve("new"))).contains("but its file system is read-only");
        assertThat(error(up, disk.resolve("above/new"))).contains("but its file system is read-only");
        assertThat(error(List.of("audit"), disk.resolve("there"))).contains("but its file system is read-only");
    }

    @Test
    void a_disk_that_is_full_or_too_small_is_named() throws IOException, InterruptedException {
        Path disk = mount("size=8m");
        List<String> up = List.of("up", "--port", "0");
        assertThat(error(up, disk.resolve("new"))).contains("at least 256 MB of room", "got 7 MB: free some");
        Files.createDirectories(disk.resolve("there/postgres/data"));
        assertThat(error(up, disk.resolve("there"))).contains("at least 16 MB of room");
        Path ballast = disk.resolve("ballast");
        assertThat(succeeds("dd", "if=/dev/zero", "of=" + ballast, "bs=64k")).isFalse();
        assertThat(error(up, disk.resolve("there"))).contains("of room on the disk of", "got 0 MB");
    }

    @Test
    void what_the_system_refuses_even_to_root_is_no_exception_either() {
        List<String> up = List.of("up", "--port", "0");
        assertThat(error(up, Path.of("/proc/nudge"))).contains("expected a folder that can be written");
        assertThat(error(up, folder.resolve("x".repeat(300)))).contains("its name is too long");
    }
}
