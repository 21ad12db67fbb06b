package nudge.benchmarks.trainer;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import nudge.benchmarks.Figure;
import nudge.benchmarks.TemporaryFolder;
import nudge.standalone.WrongUseException;
import nudge.trainer.FreshTrainer;
import nudge.trainer.TrainerConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What many examples cost a trainer: bytes of memory, and the longest time that it stands still. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Bytes that an example takes, in memory and in the file of pixels, and the collector's longest pause while a",
            "trainer takes in many of them, with a step now and then, and trains on.",
            ""
        })
public final class MemoryBench implements Callable<Integer> {
    private static final int LABELS_A_STEP = 50;
    private static final int STEPS_AFTERWARDS = 20_000;
    /** Of so many first labels the compiler is the most work. */
    private static final int COLD = 100_000;

    @Option(
            names = "--examples",
            paramLabel = "N",
            defaultValue = "10000000",
            description = "Default: ${DEFAULT-VALUE}.")
    private int examples;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        WrongUseException.unless(examples >= 1, "--examples to be at least 1", examples);
        try (TemporaryFolder folder = TemporaryFolder.create("nudge-bench-memory-")) {
            measure(folder.path());
        }
        return 0;
    }

    private void measure(Path folder) throws IOException {
        TrainerConfiguration configuration = TrainerConfiguration.of(
                Map.of("NUDGE_TRAINER_KAFKA", "none:9092", "NUDGE_TRAINER_FOLDER", folder.toString()));
        long before = memory();
        try (Pauses pauses = Pauses.watched();
                FreshTrainer trainer = new FreshTrainer(configuration)) {
            takeIn(trainer);
            for (int step = 0; step < STEPS_AFTERWARDS; step++) {
                trainer.step();
            }
            List<Double> ended = pauses.ended();
            Figure.alone("pauses of the collector", ended.size(), "in all").print(json);
            Figure.alone(
                            "longest pause of the collector",
                            ended.stream().mapToDouble(pause -> pause).max().orElse(0),
                            "ms")
                    .print(json);
            Figure.alone("memory", (double) (memory() - before) / trainer.examples(), "bytes an example")
                    .print(json);
            Figure.alone("file of pixels", (double) trainer.bytesInFile() / trainer.examples(), "bytes an example")
                    .print(json);
        }
    }

    private void takeIn(FreshTrainer trainer) {
        MadeUpLog log = new MadeUpLog();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long longest = 0;
        long began = System.nanoTime();
        long cpu = threads.getCurrentThreadCpuTime();
        for (long number = 0; trainer.examples() < examples; number++) {
            trainer.fold(log.label(number));
            if (number % LABELS_A_STEP == 0) {
                trainer.step();
            }
            long now = threads.getCurrentThreadCpuTime();
            longest = number < COLD ? 0 : Math.max(longest, now - cpu);
            cpu = now;
        }
        Figure.alone("labels taken in", trainer.examples() / ((System.nanoTime() - began) / 1e9), "a second")
                .print(json);
        Figure.alone("most work for one label", longest / 1e6, "ms").print(json);
    }

    /** Of the heap and beside it, without garbage. */
    private static long memory() {
        System.gc();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return heap.getUsed() + directBytes();
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
