package nudge.labeller.intake;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nudge.labeller.image.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * EMNIST, which is known by its files' names, such as emnist-digits-train-images-idx3-ubyte: its images are stored column by
 * column, and only some of its classes are digits (Cohen and others, "EMNIST: an extension of MNIST to handwritten letters").
 */
final class Emnist implements ImageSink {
    private static final Pattern NAME = Pattern.compile(
            "(?:.*[^a-z])?emnist[-_. ]*(balanced|by[-_. ]?class|by[-_. ]?merge|digits|letters|mnist)(?:[^a-z].*)?");

    private final ImageSink to;
    private final boolean holdsLetters;

    private Emnist(ImageSink to, boolean holdsLetters) {
        this.to = to;
        this.holdsLetters = holdsLetters;
    }

    /**
     * Takes what a file of IDX or CSV holds: of EMNIST the digits, upright; of others all.
     *
     * @param name of the file
     * @throws UnreadableException when it holds letters alone
     */
    static ImageSink of(String name, ImageSink to) throws UnreadableException {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        Matcher matcher = NAME.matcher(last.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return to;
        }
        String part = matcher.group(1);
        if (part.equals("letters")) {
            throw new UnreadableException(
                    "expected digits, got EMNIST's letters: none is taken (emnist-digits has its digits)");
        }
        boolean holdsLetters = part.startsWith("b");
        to.note(
                name,
                "EMNIST by its name: its images, stored column by column, are turned upright"
                        + (holdsLetters ? "; classes 0 to 9 are digits, the others letters and refused" : ""));
        return new Emnist(to, holdsLetters);
    }

    @Override
    public void image(String name, byte[] pixels, @Nullable Integer digit) {
        if (digit == null && holdsLetters) {
            to.unreadable(
                    name, "expected its class from EMNIST's labels, which alone tell digits from letters, got none");
            return;
        }
        byte[] upright = new byte[Pixels.COUNT];
        for (int y = 0; y < Pixels.SIDE; y++) {
            for (int x = 0; x < Pixels.SIDE; x++) {
                upright[Pixels.SIDE * y + x] = pixels[Pixels.SIDE * x + y];
            }
        }
        to.image(name, upright, digit);
    }

    @Override
    public void understood(String name, CsvForm form) {
        to.understood(name, form);
    }

    @Override
    public void unreadable(String name, String reason) {
        to.unreadable(name, reason);
    }

    @Override
    public void leftOut(String name) {
        to.leftOut(name);
    }

    @Override
    public void note(String name, String note) {
        to.note(name, note);
    }
}
