package nudge.labeller.intake;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Archives that are not read, by the bytes that they begin with. */
final class OtherArchive {
    private static final int TAR_MAGIC = 257;
    private static final Map<String, String> BEGINNINGS = new LinkedHashMap<>();

    static {
        BEGINNINGS.put("7z\u00bc\u00af'\u001c", "a 7z archive");
        BEGINNINGS.put("Rar!\u001a\u0007", "a RAR archive");
        BEGINNINGS.put("BZh", "a file packed by bzip2");
        BEGINNINGS.put("\u00fd7zXZ", "a file packed by xz");
        BEGINNINGS.put("(\u00b5/\u00fd", "a file packed by Zstandard");
    }

    private OtherArchive() {}

    /** What it is, for people; null when it is none of those that are known here. */
    static @Nullable String name(byte[] start) {
        String begins = new String(start, StandardCharsets.ISO_8859_1);
        if (begins.startsWith("ustar", TAR_MAGIC)) {
            return "a tar archive";
        }
        return BEGINNINGS.entrySet().stream()
                .filter(archive -> begins.startsWith(archive.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
