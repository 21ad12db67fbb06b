package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The weights after an epoch are the same bits on every JDK that is installed here, scalar and with vectors of every
 * width, and so are the explanations of examples.
 */
class GoldenTest {
    private static final String GOLDEN = "176251c18ac593f408949ea25dc5455dba4beca3663be398fc2adf96d49eecf9"
            + " c7eea99e847375ceadc7f37295fda5d1149e496e40efd64bd116e397f0ec0848"
            + " ab62054a1cae18ecb9d17b378a8d2923afd4b31e1336f9fdaf41792871fc215a"
            + " 9e31274a1a32896579906018f39dd374f50807a68a072e724a01041ad7fc9711";

    private static final long DEADLINE_SECONDS = 120;

    @TempDir
    private Path folder;

    @Test
    void an_epoch_gives_the_golden_weights_in_this_jvm() {
        assertThat(GoldenRun.digests()).isEqualTo(GOLDEN);
    }

    /** Skipped where only one is installed: then the tests below have compared nothing across versions. */
    @Test
    void more_than_one_jdk_was_found_to_compare() throws Exception {
        List<InstalledJdks.Jdk> jdks = InstalledJdks.find();
        System.out.println("Golden weights are compared on " + jdks);
        String alone = "Expected two versions of the JDK from 17 on, got one: install another,"
                + " and name its home in -Dnudge.jdks=HOME if it is not found";
        if (jdks.size() == 1) {
            System.out.println(alone);
        }
        assumeTrue(jdks.size() > 1, alone);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void scalar_kernels_give_the_golden_weights_without_the_vector_module(InstalledJdks.Jdk jdk) throws Exception {
        assertThat(run(jdk, List.of())).startsWith(GOLDEN + " by scalar kernels on " + jdk.version());
    }

    @ParameterizedTest(name = "{1} bits, {0}")
    @MethodSource("jdksAndWidths")
    void vectors_of_every_width_give_the_golden_weights(InstalledJdks.Jdk jdk, int bits) throws Exception {
        assertThat(run(jdk, List.of("--add-modules", "jdk.incubator.vector", "-Dnudge.kernel=" + bits)))
                .startsWith(GOLDEN + " by " + bits + "-bit vector kernels on " + jdk.version());
    }

    static Stream<InstalledJdks.Jdk> jdks() throws IOException {
        return InstalledJdks.find().stream();
    }

    static Stream<Arguments> jdksAndWidths() throws IOException {
        return jdks().flatMap(jdk -> Stream.of(128, 256, 512).map(bits -> Arguments.of(jdk, bits)));
    }

    private String run(InstalledJdks.Jdk jdk, List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of(jdk.java().toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", place(Network.class) + File.pathSeparator + place(GoldenRun.class)));
        command.add(GoldenRun.class.getName());
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("%s: %s", command, Files.readString(errors))
                .isZero();
        return Files.readString(output);
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
