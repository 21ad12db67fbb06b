package nudge.labeller.intake;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import nudge.labeller.image.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * CSV: an image a line, its label and 784 columns of 0 to 255, with or without a header. An empty label, or none, means that
 * it is not known.
 */
final class CsvFile {
    private static final int MOST_LINE = 16 * 1024;

    private final String name;
    private final InputStream in;
    private final ImageSink to;
    private int number;

    private CsvFile(String name, InputStream in, ImageSink to) {
        this.name = name;
        this.in = in;
        this.to = to;
    }

    static void read(String name, InputStream in, ImageSink to) throws IOException {
        new CsvFile(name, new BufferedInputStream(in, 1 << 16), to).read();
    }

    private void read() throws IOException {
        for (String line = line(); line != null; line = line()) {
            try {
                read(line);
            } catch (UnreadableException wrong) {
                to.unreadable(name + " line " + number, String.valueOf(wrong.getMessage()));
            }
        }
    }

    private void read(String line) throws UnreadableException {
        if (line.isBlank() || (number == 1 && isHeader(line))) {
            return;
        }
        if (line.length() > MOST_LINE) {
            throw new UnreadableException("expected a line of at most " + MOST_LINE + " characters, got a longer one");
        }
        String[] cells = line.split("[,;\t]", -1);
        if (cells.length != Pixels.COUNT && cells.length != Pixels.COUNT + 1) {
            throw new UnreadableException("expected a label and 784 columns, got " + cells.length);
        }
        int first = cells.length - Pixels.COUNT;
        String label = first == 0 ? "" : bare(cells[0]);
        Integer digit = label.isEmpty() ? null : number(label, 9, "the label");
        byte[] pixels = new byte[Pixels.COUNT];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) number(bare(cells[first + i]), 255, "pixel " + i);
        }
        to.image(name + " line " + number, pixels, digit);
    }

    private static boolean isHeader(String line) {
        return line.chars().anyMatch(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    }

    private static String bare(String cell) {
        String text = cell.strip();
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    private static int number(String text, int most, String what) throws UnreadableException {
        int value = 0;
        boolean good = !text.isEmpty() && text.length() <= 3;
        for (int i = 0; good && i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            good = digit >= 0 && digit <= 9;
            value = 10 * value + digit;
        }
        if (!good || value > most) {
            throw new UnreadableException("expected " + what + " to be a whole number from 0 to " + most + ", got "
                    + (text.length() > 20 ? text.substring(0, 20) + "..." : text.isEmpty() ? "nothing" : text));
        }
        return value;
    }

    /** The next line; of one that is too long, a part that is too long as well. */
    private @Nullable String line() throws IOException {
        byte[] line = new byte[MOST_LINE + 1];
        int length = 0;
        int next = in.read();
        if (next < 0) {
            return null;
        }
        number++;
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (length < line.length) {
                line[length++] = (byte) next;
            }
        }
        String text = new String(line, 0, length, StandardCharsets.UTF_8);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }
}
