package nudge.standalone;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import nudge.embedded.FileFailure;
import nudge.labeller.intake.ImageSink;
import nudge.labeller.intake.Intake;
import nudge.labeller.intake.Limits;
import nudge.labeller.model.CurrentModel.Prediction;
import nudge.labeller.model.Predictor;
import org.jspecify.annotations.Nullable;

/**
 * Predicts the images of many files, as many files at a time as there are threads. What is found is handed over in the order of
 * the files; of a large file no more waits than some hundred images.
 */
final class PredictedFiles implements AutoCloseable {
    /** Parts of one file that wait to be handed over. */
    private static final int WAITING = 4;

    private final Intake intake = new Intake(Limits.USUAL, false);
    private final int threads;
    private final ExecutorService workers;
    private final ThreadLocal<Predictor> predictors;

    /** Takes what was found, in one thread. */
    interface Sink {
        /**
         * An image, and what the network reads in it.
         *
         * @param pixels what the network saw: 784 bytes
         */
        void read(String name, byte[] pixels, Prediction prediction);

        /** Something that is no image, and why. */
        void unreadable(String name, String reason);
    }

    private record Image(String name, byte[] pixels) {}

    private record Unreadable(String name, String reason) {}

    /** Some images of a file, and what it holds besides; the last part of a file ends it. */
    private record Part(
            List<Image> images,
            List<Prediction> predictions,
            List<Unreadable> unreadable,
            boolean last,
            @Nullable RuntimeException failure) {}

    /** @param predictors makes one for a thread */
    PredictedFiles(int threads, Supplier<Predictor> predictors) {
        this.threads = threads;
        this.workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "predict");
            thread.setDaemon(true);
            return thread;
        });
        this.predictors = ThreadLocal.withInitial(predictors);
    }

    /** Reads all files to their ends. */
    void read(List<Path> files, Sink sink) throws InterruptedException {
        Deque<BlockingQueue<Part>> underWay = new ArrayDeque<>();
        for (Path file : files) {
            // The first of them has a thread before all others: it always comes to its end.
            if (underWay.size() == 4 * threads) {
                handOver(underWay.remove(), sink);
            }
            BlockingQueue<Part> parts = new ArrayBlockingQueue<>(WAITING);
            underWay.add(parts);
            workers.execute(() -> read(file, parts));
        }
        while (!underWay.isEmpty()) {
            handOver(underWay.remove(), sink);
        }
    }

    private static void handOver(BlockingQueue<Part> parts, Sink sink) throws InterruptedException {
        for (boolean last = false; !last; ) {
            Part part = parts.take();
            if (part.failure != null) {
                throw part.failure;
            }
            for (int i = 0; i < part.images.size(); i++) {
                Image image = part.images.get(i);
                sink.read(image.name, image.pixels, part.predictions.get(i));
            }
            part.unreadable.forEach(each -> sink.unreadable(each.name, each.reason));
            last = part.last;
        }
    }

    private void read(Path file, BlockingQueue<Part> parts) {
        OneFile one = new OneFile(predictors.get(), parts);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            intake.read(file.toString(), in, one);
            one.end();
        } catch (FileSystemException unreadable) {
            one.unreadable(file.toString(), "expected to read it, but " + FileFailure.reason(unreadable));
            one.end();
        } catch (IOException broken) {
            one.unreadable(file.toString(), "expected a whole file, got " + broken.getMessage());
            one.end();
        } catch (RuntimeException failed) {
            one.fail(failed);
        } catch (Error failed) {
            one.fail(new IllegalStateException(file + ": " + failed, failed));
        }
    }

    private static final class OneFile implements ImageSink {
        private final Predictor predictor;
        private final BlockingQueue<Part> parts;
        private List<Image> images = new ArrayList<>();
        private List<Unreadable> unreadable = new ArrayList<>();

        OneFile(Predictor predictor, BlockingQueue<Part> parts) {
            this.predictor = predictor;
            this.parts = parts;
        }

        @Override
        public void image(String name, byte[] pixels, @Nullable Integer digit) {
            images.add(new Image(name, pixels));
            flushIfFull();
        }

        @Override
        public void unreadable(String name, String reason) {
            unreadable.add(new Unreadable(name, reason));
            flushIfFull();
        }

        private void flushIfFull() {
            if (images.size() + unreadable.size() == Predictor.MOST) {
                flush(false);
            }
        }

        void end() {
            flush(true);
        }

        void fail(RuntimeException failure) {
            put(new Part(List.of(), List.of(), List.of(), true, failure));
        }

        private void flush(boolean last) {
            List<Prediction> predictions =
                    predictor.predict(images.stream().map(Image::pixels).toList());
            put(new Part(images, predictions, unreadable, last, null));
            images = new ArrayList<>();
            unreadable = new ArrayList<>();
        }

        private void put(Part part) {
            try {
                parts.put(part);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("nobody waits for what was found", stop);
            }
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
