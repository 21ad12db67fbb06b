package nudge.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program that trains on demand, in a process of its own on cores of its own. It ends when its input ends, and so never
 * outlives this one.
 */
final class Contender implements AutoCloseable {
    private static final int MOST_TURNS = 40;
    private static final int TURNS_WITHOUT_GAIN = 4;
    private static final double GAIN = 1.03;

    private final String name;
    private final boolean byTheClock;
    private final Path log;
    private final Process process;
    private final BufferedReader answers;
    private final Writer demands;
    private final List<Double> rates = new ArrayList<>();
    private double bytesPerStep;

    private Contender(String name, boolean byTheClock, Path log, Process process) {
        this.name = name;
        this.byTheClock = byTheClock;
        this.log = log;
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.demands = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts a program and waits until it is ready.
     *
     * @param cores as taskset writes them, such as {@code 1} or {@code 0,1}; empty for any
     * @param byTheClock whether its rates are per second of the clock; else they are per second of the processor, of which
     *     other programs on its core take nothing away
     * @param environment beside this process's own
     */
    static Contender start(
            String name,
            List<String> command,
            String cores,
            boolean byTheClock,
            Map<String, String> environment,
            Path folder)
            throws IOException {
        Path log = folder.resolve(name.replace(' ', '-') + ".log");
        ProcessBuilder builder = new ProcessBuilder(bound(command, cores)).redirectError(log.toFile());
        // A library chooses its kernels for itself.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("OPENBLAS_"));
        builder.environment().putAll(environment);
        Contender contender = new Contender(name, byTheClock, log, builder.start());
        try {
            String answer;
            // Libraries greet on standard output.
            do {
                answer = contender.answer();
            } while (!answer.equals("ready"));
            return contender;
        } catch (IOException failed) {
            contender.close();
            throw failed;
        }
    }

    /** A command that runs on some cores alone; on any when they are empty. */
    static List<String> bound(List<String> command, String cores) {
        List<String> bound = new ArrayList<>(cores.isEmpty() ? List.of() : List.of("taskset", "-c", cores));
        bound.addAll(command);
        return bound;
    }

    /** Trains in turns until it gets no faster: compilers have done their work. */
    void warmUp(double seconds) throws IOException {
        double best = 0;
        int turnsSince = 0;
        for (int turn = 0; turn < MOST_TURNS && turnsSince < TURNS_WITHOUT_GAIN; turn++) {
            double rate = train(seconds);
            turnsSince = rate > GAIN * best ? 0 : turnsSince + 1;
            best = Math.max(best, rate);
        }
    }

    /** Trains for some time and keeps the rate. */
    void round(double seconds) throws IOException {
        rates.add(train(seconds));
    }

    private double train(double seconds) throws IOException {
        String[] answer = ask(String.valueOf(seconds)).split(" ");
        bytesPerStep = Double.parseDouble(answer[4]) / Double.parseDouble(answer[3]);
        return Double.parseDouble(answer[0]) / Double.parseDouble(answer[byTheClock ? 1 : 2]);
    }

    /** Examples per second in each round. */
    Rates rates() {
        return Rates.of(rates);
    }

    /** Bytes allocated per step in the last round. */
    double bytesPerStep() {
        return bytesPerStep;
    }

    /** The share of test images that it recognises by now. */
    double accuracy() throws IOException {
        return Double.parseDouble(ask("accuracy"));
    }

    private String ask(String demand) throws IOException {
        demands.write(demand + "\n");
        demands.flush();
        return answer();
    }

    private String answer() throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            List<String> words = Files.readAllLines(log);
            throw new IOException("expected the benchmark's program " + name + " to go on, but it ended: "
                    + (words.isEmpty() ? "without a word" : words.get(words.size() - 1)));
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        demands.close();
        process.destroy();
    }
}
