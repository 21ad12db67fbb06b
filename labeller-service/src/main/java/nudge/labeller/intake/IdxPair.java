package nudge.labeller.intake;

import java.util.List;
import java.util.stream.Stream;

/** Which IDX files belong together by their names, as MNIST's do: train-images-idx3-ubyte and train-labels-idx1-ubyte. */
public final class IdxPair {
    private IdxPair() {}

    /** Whether it is called as files of labels are. */
    public static boolean isLabels(String name) {
        return last(name).contains("labels") && last(name).contains("idx1");
    }

    /** What the file of an images file's labels may be called; none when it is not called as files of images are. */
    public static List<String> labelsOf(String name) {
        return other(name, "images", "labels", "idx3", "idx1");
    }

    /** What the file of images may be called that labels belong to. */
    public static List<String> imagesOf(String name) {
        return other(name, "labels", "images", "idx1", "idx3");
    }

    private static List<String> other(String name, String from, String to, String fromKind, String toKind) {
        String last = last(name);
        if (!last.contains(from) || !last.contains(fromKind)) {
            return List.of();
        }
        String other = name.substring(0, name.length() - last.length())
                + last.replace(from, to).replace(fromKind, toKind);
        String plain = other.endsWith(".gz") ? other.substring(0, other.length() - 3) : other;
        return Stream.of(other, plain, plain + ".gz").distinct().toList();
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
