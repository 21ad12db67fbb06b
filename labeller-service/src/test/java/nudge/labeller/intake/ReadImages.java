package nudge.labeller.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was read of a file. */
final class ReadImages implements ImageSink {
    final List<String> names = new ArrayList<>();
    final List<byte[]> pixels = new ArrayList<>();
    final List<@Nullable Integer> digits = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    final List<String> leftOut = new ArrayList<>();
    final List<String> notes = new ArrayList<>();

    static ReadImages of(String name, byte[] file) throws IOException {
        ReadImages read = new ReadImages();
        new Intake(Limits.USUAL, true).read(name, new ByteArrayInputStream(file), read);
        return read;
    }

    /** One of the archives in the resources. */
    static byte[] archive(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ReadImages.class.getResourceAsStream("archives/" + name), name)) {
            return in.readAllBytes();
        }
    }

    static ReadImages ofArchive(String name) throws IOException {
        return of(name, archive(name));
    }

    @Override
    public void image(String name, byte[] image, @Nullable Integer digit) {
        names.add(name);
        pixels.add(image);
        digits.add(digit);
    }

    @Override
    public void unreadable(String name, String reason) {
        failures.add(name + ": " + reason);
    }

    @Override
    public void leftOut(String name) {
        leftOut.add(name);
    }

    @Override
    public void note(String name, String note) {
        notes.add(name + ": " + note);
    }
}
