package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UpCommandTest {
    @TempDir
    private Path folder;

    private record Ended(int exitCode, String error) {}

    private static Ended run(String... arguments) {
        StringWriter error = new StringWriter();
        CommandLine command = Main.commandLine().setErr(new PrintWriter(error, true));
        return new Ended(command.execute(arguments), error.toString());
    }

    @Test
    void a_port_that_is_taken_is_named() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Ended ended = run("up", "--data", folder.toString(), "--port", String.valueOf(taken.getLocalPort()));
            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.error())
                    .hasLineCount(1)
                    .contains("expected port " + taken.getLocalPort() + " to be free", "--port");
        }
    }

    @Test
    void data_of_another_nudge_are_left_alone() {
        try (Home home = Home.open(folder)) {
            Ended ended = run("up", "--data", home.folder().toString(), "--port", "0");
            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.error()).hasLineCount(1).contains("expected to be its only user");
        }
    }

    @Test
    void data_of_a_newer_version_are_left_alone() throws IOException {
        Files.writeString(folder.resolve("format"), "2\n");
        Ended ended = run("up", "--data", folder.toString(), "--port", "0");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.error()).hasLineCount(1).contains("got format 2, which a newer version of Nudge wrote");
    }

    @Test
    void a_file_is_no_data_folder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Ended ended = run("up", "--data", file.toString(), "--port", "0");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.error()).hasLineCount(1).contains("expected a folder that can be written");
    }

    @Test
    void wrong_use_is_one_line_and_a_hint() {
        Ended unknown = run("up", "--images", "cifar");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.error()).hasLineCount(2).contains("mnist, none").contains("./nudge help up");
        assertThat(run("annotate").exitCode()).isEqualTo(2);
        assertThat(run("annotate", "--count", "0", "--data", folder.toString()).error())
                .contains("expected --count to be at least 1, got 0");
        assertThat(run("annotate", "--crowd", "genius", "--data", folder.toString())
                        .error())
                .hasLineCount(1)
                .contains("--crowd: expected a crowd such as 5*good:0.97", "got the member \"genius\"");
        assertThat(run("annotate", "--crowd", "good", "--error", "0.1").error())
                .contains("expected no --error with --crowd");
        assertThat(run("watch", "--data", folder.toString()).error()).contains("expected a Nudge that runs");
        assertThat(run("invite", "--url", "nudge.example.org", "--token", "x").error())
                .contains("expected --url to be such as https://nudge.example.org, got nudge.example.org");
        assertThat(run("fly").exitCode()).isEqualTo(2);
    }
}
