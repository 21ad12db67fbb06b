package nudge.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The other programs that train the same network: those that are installed on this machine.
 *
 * <p>NumPy and PyTorch are asked for in Debian's Python; the Java ones are built by Maven in the project's folder
 * {@code benchmarks/peers}.
 */
final class Peers {
    private static final List<String> JAVA_PEERS = List.of("djl", "smile", "dl4j");
    private static final Map<String, String> MAIN_CLASSES =
            Map.of("djl", "nudge.peers.DjlPeer", "smile", "nudge.peers.SmilePeer", "dl4j", "nudge.peers.Dl4jPeer");
    private static final Map<String, String> ONE_THREAD =
            Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1", "MKL_NUM_THREADS", "1", "DJL_OFFLINE", "true");

    private final Path folder;
    private final Map<String, List<String>> installed = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();

    private Peers(Path folder) {
        this.folder = folder;
    }

    /**
     * Looks for peers, and builds those that have to be built.
     *
     * @param folder for scripts and logs
     * @param sources the project's folder benchmarks/peers
     */
    static Peers find(Path folder, Path sources) throws IOException, InterruptedException {
        Peers peers = new Peers(folder);
        peers.findPython();
        for (String peer : JAVA_PEERS) {
            peers.build(peer, sources);
        }
        return peers;
    }

    /** None at all. */
    static Peers none(Path folder) {
        return new Peers(folder);
    }

    List<String> names() {
        return List.copyOf(installed.keySet());
    }

    /** What is not installed, and how to install it. */
    List<String> missing() {
        return missing;
    }

    Contender start(String peer, TrainingData data, Shape shape, int batch, String core) throws IOException {
        List<String> command = new ArrayList<>(installed.get(peer));
        command.addAll(List.of(
                folder.toString(),
                data.fileName(),
                shape.toString().replace('-', ','),
                String.valueOf(batch),
                String.valueOf(data.rate(shape))));
        return Contender.start(peer, command, core, false, ONE_THREAD, folder);
    }

    private void findPython() throws IOException, InterruptedException {
        Path debian = Path.of("/usr/bin/python3");
        String python = Files.isExecutable(debian) ? debian.toString() : "python3";
        for (String script : List.of("rounds.py", "numpy_sgd.py", "torch_sgd.py")) {
            try (InputStream in = Peers.class.getResourceAsStream(script)) {
                Files.write(folder.resolve(script), in.readAllBytes());
            }
        }
        if (succeeds(python, "-c", "import numpy")) {
            installed.put(
                    "numpy", List.of(python, folder.resolve("numpy_sgd.py").toString()));
        } else {
            missing.add("numpy (Debian: apt-get install python3-numpy libopenblas0)");
        }
        if (succeeds(python, "-c", "import numpy, torch")) {
            String script = folder.resolve("torch_sgd.py").toString();
            installed.put("torch", List.of(python, script, "by-hand"));
            installed.put("torch-autograd", List.of(python, script, "autograd"));
        } else {
            missing.add("torch (Debian: apt-get install python3-torch)");
        }
    }

    private void build(String peer, Path sources) throws IOException, InterruptedException {
        Path pom = sources.resolve(peer + ".xml");
        Path target = sources.resolve("target").resolve(peer);
        if (!Files.isRegularFile(pom)) {
            missing.add(peer + " (expected its build file " + pom + ": name the project's folder with --sources)");
        } else if (!succeeds("mvn", "-B", "-ntp", "-q", "-f", pom.toString(), "compile")) {
            missing.add(peer + " (mvn -f " + pom + " compile does not succeed)");
        } else {
            String classPath = Files.readString(target.resolve("classpath")).strip();
            installed.put(
                    peer,
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            target.resolve("classes") + File.pathSeparator + classPath,
                            MAIN_CLASSES.get(peer)));
        }
    }

    private boolean succeeds(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("peers.log").toFile())
                    .start();
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
