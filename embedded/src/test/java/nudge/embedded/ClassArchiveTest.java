package nudge.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

class ClassArchiveTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    /** Of PostgreSQL's client: it prints its version. */
    private static final String MAIN = "org.postgresql.util.PGJDBCMain";

    @TempDir
    private Path folder;

    private record Ended(int exitCode, String output) {}

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static Ended runFrom(Path archive, String classPath) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(ClassArchive.from(archive));
        command.addAll(List.of("-cp", classPath, MAIN));
        return run(command);
    }

    /** The jar of PostgreSQL's client. */
    private static String jar() {
        return Path.of(Driver.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }

    @Test
    void a_class_that_a_jar_has_in_several_versions_is_left_out() throws IOException {
        Path jar = folder.resolve("versions.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("a/Plain.class", "a/Both.class", "META-INF/versions/11/a/Both.class")) {
                out.putNextEntry(new JarEntry(name));
            }
        }
        Set<String> versioned = ClassArchive.versioned(folder + File.pathSeparator + jar);
        assertThat(versioned).containsExactly("a/Both");
        assertThat(ClassArchive.wanted(
                        List.of(
                                "a/Plain id: 1",
                                "a/Both id: 2",
                                "@lambda-proxy a/Both run ()V",
                                "@lambda-form-invoker [SPECIES_RESOLVE] java.lang.invoke.BoundMethodHandle$Species_LL",
                                "@lambda-form-invoker [LF_RESOLVE] java.lang.invoke.Invokers$Holder invoker L_V"),
                        versioned))
                .containsExactly(
                        "a/Plain id: 1",
                        "@lambda-form-invoker [LF_RESOLVE] java.lang.invoke.Invokers$Holder invoker L_V");
    }

    @Test
    void a_jvm_takes_the_classes_from_the_archive_that_was_made_for_it() throws Exception {
        Path archive = archive();
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(ClassArchive.from(archive));
        command.addAll(List.of("-Xlog:class+load", "-cp", jar(), MAIN));
        assertThat(run(command).output()).containsPattern("org.postgresql.util.PGJDBCMain source: shared objects file");
    }

    @Test
    void an_archive_that_does_not_fit_neither_stops_a_jvm_nor_makes_it_speak() throws Exception {
        Path archive = archive();
        byte[] whole = Files.readAllBytes(archive);
        Path torn = Files.write(folder.resolve("torn.jsa"), Arrays.copyOf(whole, whole.length / 2));
        Path otherJar = Files.copy(Path.of(jar()), folder.resolve("copy.jar"));
        assertThat(runFrom(torn, jar())).isEqualTo(runWithout(jar()));
        assertThat(runFrom(archive, otherJar.toString())).isEqualTo(runWithout(otherJar.toString()));
        assertThat(runFrom(Files.writeString(folder.resolve("text.jsa"), "no archive"), jar()))
                .isEqualTo(runWithout(jar()));
        assertThat(runFrom(folder.resolve("absent.jsa"), jar())).isEqualTo(runWithout(jar()));
    }

    private static Ended runWithout(String classPath) throws IOException, InterruptedException {
        return run(List.of(JAVA, "-cp", classPath, MAIN));
    }

    private Path archive() throws Exception {
        Path loaded = folder.resolve("loaded.classes");
        assertThat(run(List.of(JAVA, ClassArchive.loadedInto(loaded), "-cp", jar(), MAIN)))
                .isEqualTo(runWithout(jar()));
        Path archive = folder.resolve("archive/test.jsa");
        Files.createDirectories(archive.getParent());
        ClassArchive.write(List.of(JAVA), jar(), loaded, archive);
        return archive;
    }
}
