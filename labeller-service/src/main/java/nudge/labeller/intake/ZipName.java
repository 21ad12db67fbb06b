package nudge.labeller.intake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.UnicodePathExtraField;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file in a ZIP. It is UTF-8 when a flag says so, when Info-ZIP's extra field 0x7075 has it, or when it can be;
 * otherwise nothing tells how it is written (APPNOTE.TXT, appendix D).
 *
 * @param path with slashes, also where the ZIP has backslashes
 * @param guess the charset that it was read in although nothing tells, or null
 */
record ZipName(String path, @Nullable Charset guess) {
    private static final Charset DOS = Charset.forName("IBM437");
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    static ZipName of(ZipArchiveEntry entry) {
        byte[] raw = entry.getRawName();
        if (entry.getExtraField(UnicodePathExtraField.UPATH_ID) instanceof UnicodePathExtraField unicode
                && unicode.getUnicodeName() != null
                && unicode.getNameCRC32() == crc(raw)) {
            return new ZipName(path(new String(unicode.getUnicodeName(), StandardCharsets.UTF_8)), null);
        }
        try {
            return new ZipName(
                    path(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(raw))
                            .toString()),
                    null);
        } catch (CharacterCodingException notUtf8) {
            Charset guess = !isLetters(raw, DOS) && isLetters(raw, WINDOWS) ? WINDOWS : DOS;
            return new ZipName(path(new String(raw, guess)), guess);
        }
    }

    /** Of somebody's files, what is not ASCII is letters. */
    private static boolean isLetters(byte[] raw, Charset charset) {
        return new String(raw, charset).chars().allMatch(c -> c < 128 || Character.isLetter(c));
    }

    private static long crc(byte[] raw) {
        CRC32 crc = new CRC32();
        crc.update(raw);
        return crc.getValue();
    }

    private static String path(String name) {
        String path = name.replace('\\', '/');
        return path.startsWith("./") || path.contains("/./")
                ? Arrays.stream(path.split("/", -1))
                        .filter(part -> !part.equals("."))
                        .collect(Collectors.joining("/"))
                : path;
    }

    boolean isFolder() {
        return path.endsWith("/");
    }

    boolean leavesItsFolder() {
        return path.startsWith("/")
                || path.indexOf('\0') >= 0
                || path.matches("[A-Za-z]:.*")
                || Arrays.asList(path.split("/")).contains("..");
    }
}
