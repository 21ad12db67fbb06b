package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The weights after an epoch are the same bits in every JVM that is here, scalar and with vectors of every width. */
class GoldenTest {
    private static final String GOLDEN = "176251c18ac593f408949ea25dc5455dba4beca3663be398fc2adf96d49eecf9"
            + " c7eea99e847375ceadc7f37295fda5d1149e496e40efd64bd116e397f0ec0848";

    @Test
    void an_epoch_gives_the_golden_weights_in_this_jvm() {
        assertThat(GoldenRun.digests()).isEqualTo(GOLDEN);
    }

    @ParameterizedTest
    @MethodSource("javas")
    void scalar_kernels_give_the_golden_weights_without_the_vector_module(Path java) throws Exception {
        assertThat(run(java, List.of())).startsWith(GOLDEN + " by scalar kernels");
    }

    @ParameterizedTest
    @MethodSource("javas")
    void vectors_of_every_width_give_the_golden_weights(Path java) throws Exception {
        for (String bits : List.of("128", "256", "512")) {
            assertThat(run(java, List.of("--add-modules", "jdk.incubator.vector", "-Dnudge.kernel=" + bits)))
                    .startsWith(GOLDEN + " by " + bits + "-bit vector kernels");
        }
    }

    /** The JVM of this test, and those that are installed beside it, one of each version from 17 on. */
    static Stream<Path> javas() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        TreeSet<Integer> versions = new TreeSet<>(List.of(Runtime.version().feature()));
        List<Path> javas = new ArrayList<>(List.of(own.resolve("bin").resolve("java")));
        try (Stream<Path> siblings = Files.list(own.getParent())) {
            for (Path sibling : siblings.sorted().toList()) {
                Path java = sibling.resolve("bin").resolve("java");
                Path release = sibling.resolve("release");
                if (Files.isExecutable(java)
                        && Files.isReadable(release)
                        && versions.add(feature(Files.readString(release)))) {
                    javas.add(java);
                }
            }
        }
        return javas.stream();
    }

    private static int feature(String release) {
        String version = release.lines()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .findFirst()
                .orElse("JAVA_VERSION=\"17\"")
                .replaceAll("JAVA_VERSION=|\"", "");
        int feature =
                Runtime.Version.parse(version.startsWith("1.") ? "8" : version).feature();
        return feature < 17 ? Runtime.version().feature() : feature;
    }

    private static String run(Path java, List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", place(Network.class) + File.pathSeparator + place(GoldenRun.class)));
        command.add(GoldenRun.class.getName());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command.toString()).isZero();
        return answer;
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
