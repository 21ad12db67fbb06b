package nudge.labeller.intake;

import java.util.Locale;
import java.util.Set;

/** Files that systems and programs put beside those of people, often with copies of their pictures. */
public final class HiddenFiles {
    private static final Set<String> OF_SYSTEMS = Set.of(
            "__macosx",
            "@eadir",
            "#recycle",
            "$recycle.bin",
            "system volume information",
            "lost+found",
            "desktop.ini",
            "thumbs.db",
            "ehthumbs.db");

    private HiddenFiles() {}

    /**
     * Whether a file, or a folder that it is in, begins with a dot, or is called as those of macOS, Windows and Synology are.
     *
     * @param path from where people pointed at, with slashes between its parts
     */
    public static boolean isHidden(String path) {
        for (String part : path.split("/")) {
            boolean dotted = part.startsWith(".") && !part.equals(".") && !part.equals("..");
            if (dotted || OF_SYSTEMS.contains(part.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
