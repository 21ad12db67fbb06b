package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code nudge}, in a checkout whose jar is the class path of these tests. */
class LauncherTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** What cron and systemd give to a program, with what a JVM knows on a machine in Riyadh. */
    private static final Map<String, String> ABROAD = Map.of(
            "LC_ALL", "C", "JDK_JAVA_OPTIONS", "-Duser.language=ar -Duser.country=SA -Duser.extensions=u-nu-arab");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private Path checkout;

    @BeforeEach
    void layOut() throws IOException {
        checkout = Files.createDirectories(folder.resolve("checkout"));
        Files.copy(ComposeFile.PROJECT.resolve("nudge"), checkout.resolve("nudge"));
        for (String linked : List.of("deploy", "labeller-service")) {
            Files.createSymbolicLink(checkout.resolve(linked), ComposeFile.PROJECT.resolve(linked));
        }
        Path target = checkout.resolve("standalone/target");
        Files.createDirectories(target.resolve("lib"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(part -> Path.of(part).toUri().toString())
                                .collect(Collectors.joining(" ")));
        try (OutputStream jar = Files.newOutputStream(target.resolve("standalone-1.jar"))) {
            new JarOutputStream(jar, manifest).close();
        }
    }

    private Process launch(Map<String, String> environment, String... arguments) throws IOException {
        // Under this umask others may write to whatever does not say otherwise.
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask 000; exec sh \"$0\" \"$@\"",
                        checkout.resolve("nudge").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    @Test
    @Tag("server")
    void without_a_locale_a_nudge_abroad_learns_in_a_folder_of_its_own_in_any_script() throws Exception {
        Path data = folder.resolve("données ١");
        Path jar = checkout.resolve("standalone/target/standalone-1.jar");
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-rw-"));
        Process up = launch(ABROAD, "up", "--dev", "--data", data.toString(), "--port", "0", "--images", "none");
        try {
            await().atMost(PATIENCE).until(() -> {
                assertThat(up.isAlive())
                        .as("nudge up runs; it said: %s", output())
                        .isTrue();
                return RunningNudge.running(data).isPresent();
            });
            URI http = RunningNudge.running(data).orElseThrow().http();
            String token = Files.readString(data.resolve("token")).strip();
            LabelledImages.add(http.toString(), token, 0, 5);
            Api api = new Api(http, () -> token);
            long position = api.label(api.tasks(1).get(0), 7, 0).position();
            await().atMost(PATIENCE)
                    .until(() -> api.get("/api/progress").get("trained").asLong() >= position);
            StringWriter seen = new StringWriter();
            assertThat(Main.commandLine()
                            .setOut(new PrintWriter(seen, true))
                            .execute("watch", "--data", data.toString(), "--count", "1"))
                    .isZero();
            assertThat(seen.toString()).contains("checkpoint");
            assertThat(Files.getPosixFilePermissions(jar)).doesNotContain(PosixFilePermission.OTHERS_WRITE);
            assertThat(output()).contains("could change " + jar);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .startsWith("rwx")
                    .matches("...(---|--x)(---|--x)");
        } finally {
            up.destroy();
            up.waitFor();
        }
    }

    @Test
    void a_path_that_the_locale_cannot_write_is_one_line() throws Exception {
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "watch")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        java.environment().put("LC_ALL", "C");
        java.environment().put("NUDGE_HOME", "/tmp/données");
        assertThat(java.start().waitFor()).isEqualTo(2);
        assertThat(output()).hasLineCount(1).contains("set LC_ALL=C.UTF-8");
    }
}
