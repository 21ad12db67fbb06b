package nudge.standalone;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import nudge.embedded.FileFailure;
import nudge.mnist.Idx;
import nudge.mnist.IdxFormatException;
import nudge.mnist.Mnist;
import nudge.network.SparseExamples;

/** Images and labels from files, in two parts. */
record DataSet(SparseExamples train, SparseExamples heldOut) {
    /**
     * Reads a data set.
     *
     * @param name {@code mnist} for the bundled one, or a folder with four IDX files named as MNIST's, gzipped or not
     * @throws WrongUseException when a file is missing or is not what its name says
     */
    static DataSet read(String name) {
        if (name.equals("mnist")) {
            return new DataSet(examples(Mnist.train()), examples(Mnist.test()));
        }
        Path folder = Path.of(name);
        return new DataSet(examples(part(folder, "train")), examples(part(folder, "t10k")));
    }

    private static Mnist part(Path folder, String part) {
        Path images = file(folder, part + "-images-idx3-ubyte");
        Path labels = file(folder, part + "-labels-idx1-ubyte");
        try (InputStream pixels = open(images);
                InputStream digits = open(labels)) {
            return new Mnist(Idx.images(pixels), Idx.labels(digits));
        } catch (IdxFormatException | IllegalArgumentException wrong) {
            throw new WrongUseException(images + " and " + labels.getFileName() + ": " + wrong.getMessage());
        } catch (IOException unreadable) {
            throw new WrongUseException("expected to read " + images + " and " + labels.getFileName() + ", but "
                    + FileFailure.reason(unreadable));
        }
    }

    private static Path file(Path folder, String name) {
        Path plain = folder.resolve(name);
        Path zipped = folder.resolve(name + ".gz");
        if (!Files.exists(plain) && !Files.exists(zipped)) {
            throw new WrongUseException("expected the file " + name + " or " + name + ".gz in " + folder
                    + ", found none: give a folder with MNIST's four IDX files, or mnist");
        }
        return Files.exists(plain) ? plain : zipped;
    }

    private static InputStream open(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    }

    private static SparseExamples examples(Mnist part) {
        SparseExamples examples = new SparseExamples(Mnist.PIXELS);
        for (int i = 0; i < part.size(); i++) {
            examples.add(part.pixels(), i * Mnist.PIXELS, part.digit(i));
        }
        return examples;
    }
}
