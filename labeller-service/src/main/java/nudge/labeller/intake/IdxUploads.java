package nudge.labeller.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** IDX files that came by themselves, and lie on the disk until all of them are there: then labels find their images. */
public final class IdxUploads implements AutoCloseable {
    private final Map<String, Path> files = new LinkedHashMap<>();

    /** Whether a file is called as one of a pair is. */
    public static boolean isPart(String name) {
        return IdxPairs.isImages(name) || IdxPairs.isLabels(name);
    }

    /** Keeps a file until {@link #close()}; of several with one name, the last. */
    public void keep(String name, InputStream in) throws IOException {
        Path file = files.get(name);
        if (file == null) {
            file = Files.createTempFile("nudge-import", ".idx");
            files.put(name, file);
        }
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Reads all of them, images with their labels. */
    public void read(Intake intake, ImageSink to) throws IOException {
        IdxPairs pairs = new IdxPairs(files.keySet());
        for (Map.Entry<String, Path> file : files.entrySet()) {
            if (!pairs.areLabelsOfAnother(file.getKey())) {
                String labels = pairs.labelsOf(file.getKey());
                try (InputStream in = Files.newInputStream(file.getValue())) {
                    intake.read(file.getKey(), in, labels == null ? null : Files.newInputStream(files.get(labels)), to);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Path file : files.values()) {
            Files.deleteIfExists(file);
        }
    }
}
