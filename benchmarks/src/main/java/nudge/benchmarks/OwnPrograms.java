package nudge.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Starts this project's own programs in JVMs of their own, with the arguments that this JVM was started with. */
final class OwnPrograms {
    private static final String MODULE = "jdk.incubator.vector";

    private final Path folder;
    private final List<Integer> cores;

    /** @param cores that this process may run on */
    OwnPrograms(Path folder, List<Integer> cores) {
        this.folder = folder;
        this.cores = cores;
    }

    boolean hasTwoCores() {
        return cores.size() > 1;
    }

    /** The core for programs of one thread: the last one, because the first has the system's own work. */
    String core() {
        return cores.isEmpty() ? "" : String.valueOf(cores.get(cores.size() - 1));
    }

    Contender start(TrainingData data, Shape shape, int batch, int threads) throws IOException {
        String bound = cores.stream()
                .skip(Math.max(0, cores.size() - threads))
                .map(String::valueOf)
                .collect(Collectors.joining(","));
        List<String> command = java(NudgeContender.class);
        command.addAll(List.of(
                folder.toString(),
                data.fileName(),
                shape.toString(),
                String.valueOf(batch),
                String.valueOf(data.rate(shape)),
                String.valueOf(threads)));
        return Contender.start("nudge on " + threads, command, bound, threads > 1, Map.of(), folder);
    }

    /** What a core can do in a working set of so many bytes. */
    Roofline.Ceiling ceiling(int bytes) throws IOException {
        List<String> command = Contender.bound(java(Ceilings.class), core());
        command.add(String.valueOf(bytes));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("ceilings.log").toFile())
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Roofline.Ceiling.parse(answer.strip());
    }

    private static List<String> java(Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("--add-modules", MODULE, "-cp", System.getProperty("java.class.path"), main.getName()));
        return command;
    }
}
