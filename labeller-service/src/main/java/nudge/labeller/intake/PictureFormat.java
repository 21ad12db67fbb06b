package nudge.labeller.intake;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What kind of picture a file is, by its first bytes. */
public final class PictureFormat {
    /** The kinds that are read, for people. */
    public static final String READ = "PNG, JPEG, GIF, BMP or TIFF";

    private static final Set<Integer> BMP_HEADERS = Set.of(40, 52, 56, 64, 108, 124);
    private static final Set<String> HEIC_BRANDS = Set.of("heic", "heix", "hevc", "heim", "heis", "mif1", "msf1");

    private PictureFormat() {}

    /** {@code png}, {@code jpeg}, {@code gif}, {@code bmp} or {@code tiff}; null for what is none of them. */
    public static @Nullable String of(byte[] start) {
        String text = text(start);
        if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
            return "png";
        }
        if (text.startsWith("\u00ff\u00d8\u00ff")) {
            return "jpeg";
        }
        if ((text.startsWith("GIF87a") || text.startsWith("GIF89a")) && start.length >= 13) {
            return "gif";
        }
        if (text.startsWith("II*\0") || text.startsWith("MM\0*")) {
            return "tiff";
        }
        boolean bmp = text.startsWith("BM") && start.length >= 18 && text.startsWith("\0\0\0", 15);
        return bmp && BMP_HEADERS.contains((int) start[14]) ? "bmp" : null;
    }

    /** The name of a kind of picture that is not read, or null. */
    static @Nullable String unread(byte[] start) {
        String text = text(start);
        if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
            return "WebP";
        }
        if (text.startsWith("ftyp", 4) && text.length() >= 12) {
            String brand = text.substring(8, 12);
            if (HEIC_BRANDS.contains(brand)) {
                return "HEIC";
            }
            return brand.startsWith("avi") ? "AVIF" : null;
        }
        if (text.startsWith("\0\0\0\fjP  ") || text.startsWith("\u00ff\u004f\u00ff\u0051")) {
            return "JPEG 2000";
        }
        if (text.startsWith("\0\0\0\fJXL ") || text.startsWith("\u00ff\n")) {
            return "JPEG XL";
        }
        if (text.startsWith("II+\0") || text.startsWith("MM\0+")) {
            return "BigTIFF";
        }
        if (text.startsWith("\0\0\1\0") && start.length >= 22) {
            return "icon";
        }
        if (text.startsWith("%PDF-")) {
            return "PDF";
        }
        if (text.startsWith("8BPS")) {
            return "Photoshop";
        }
        return text.stripLeading().startsWith("<svg") || text.startsWith("<?xml") && text.contains("<svg")
                ? "SVG"
                : null;
    }

    private static String text(byte[] start) {
        return new String(start, StandardCharsets.ISO_8859_1);
    }
}
