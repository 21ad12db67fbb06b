package nudge.labeller.intake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which IDX files of a ZIP or folder belong together by their names, as MNIST's do: train-images-idx3-ubyte and
 * train-labels-idx1-ubyte. Capitals, separators and .gz do not count, nor does how the values are named; each may lie in a
 * folder that is called as it is.
 */
public final class IdxPairs {
    private static final Pattern WHAT = Pattern.compile("images?|labels?", Pattern.CASE_INSENSITIVE);
    private static final Pattern FORM =
            Pattern.compile("[-._ ]*(idx[0-9]*|ubyte|uint8|int|gz)(?=[-._ ]|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SEPARATORS = Pattern.compile("[-._ ]+");

    private final Map<String, List<String>> labels = new HashMap<>();
    private final Set<String> images = new HashSet<>();

    /** @param names of all files, with their folders; slashes or backslashes between them */
    public IdxPairs(Collection<String> names) {
        for (String name : names) {
            if (isLabels(name)) {
                labels.computeIfAbsent(key(name), first -> new ArrayList<>()).add(name);
            } else if (isImages(name)) {
                images.add(key(name));
            }
        }
    }

    /** The file of labels of a file of images, or null when there is none. */
    public @Nullable String labelsOf(String name) {
        List<String> candidates = isImages(name) ? labels.getOrDefault(key(name), List.of()) : List.of();
        return candidates.stream()
                .filter(candidate -> pairName(candidate).equals(pairName(name)))
                .findFirst()
                .orElse(candidates.isEmpty() ? null : candidates.get(0));
    }

    /** Whether it holds labels whose images are there: they are read together. */
    public boolean areLabelsOfAnother(String name) {
        return isLabels(name) && images.contains(key(name));
    }

    /** Whether it is called as files of IDX images are. */
    public static boolean isImages(String name) {
        String last = last(name);
        return isIdx(last) && last.contains("image") && !isLabels(name);
    }

    /** Whether it is called as files of labels are. */
    static boolean isLabels(String name) {
        String last = last(name);
        return isIdx(last) && last.contains("label") && !last.contains("idx3");
    }

    private static boolean isIdx(String last) {
        return last.contains("idx") || last.contains("ubyte");
    }

    private static String last(String name) {
        String path = name.replace('\\', '/');
        return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    /** The same for both files of a pair. */
    private static String key(String name) {
        return pairName(name).toLowerCase(Locale.ROOT);
    }

    private static String pairName(String name) {
        StringBuilder pair = new StringBuilder();
        for (String part : name.replace('\\', '/').split("/")) {
            String what = FORM.matcher(WHAT.matcher(part).replaceAll("*")).replaceAll("");
            pair.append('/').append(SEPARATORS.matcher(what).replaceAll("-"));
        }
        return pair.toString();
    }
}
