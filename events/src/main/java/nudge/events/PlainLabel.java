package nudge.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import nudge.events.LabelRecord.ImageLabelled;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a label in the very layout that {@link LabelJson#write} produces, or produced before there were policies,
 * several times as fast as a parser. Anything else, valid or not, is left to the parser.
 */
final class PlainLabel {
    private static final byte[] IMAGE = ascii("{\"image\":\"");
    private static final byte[] PIXELS = ascii("\",\"pixels\":\"");
    private static final byte[] DIGIT = ascii("\",\"digit\":");
    private static final byte[] CONFIDENCE = ascii(",\"confidence\":");
    private static final byte[] DEFAULT_POLICY = ascii(LabelJson.DEFAULT_POLICY);
    private static final byte[] POLICY = ascii(",\"policy\":");
    private static final byte[] BASIS = ascii(",\"basis\":\"");
    private static final Basis[] BASES = Basis.values();
    private static final byte[][] BASIS_NAMES =
            Arrays.stream(BASES).map(basis -> ascii(basis.wire())).toArray(byte[][]::new);
    private static final byte[] ESTIMATE = ascii("\",\"estimate\":");
    private static final byte[] SPLIT = ascii(",\"split\":\"");
    private static final byte[] TRAIN = ascii(Split.TRAIN.wire());
    private static final byte[] HELD_OUT = ascii(Split.HELD_OUT.wire());
    private static final byte[] POSITION = ascii("\",\"position\":");
    private static final byte[] PREVIOUS = ascii(",\"previous\":");
    private static final byte[] AT = ascii(",\"at\":\"");
    private static final byte[] END = ascii("\"}");

    private static final byte[] SURE = ascii("1.0");
    private static final int UUID_LENGTH = 36;
    /** Any number of so many digits fits into a long. */
    private static final int MOST_DIGITS = 18;

    private static final byte[] HEX = hex();

    private final byte[] json;
    private int at;
    private long policy = 0;
    private @Nullable Basis basis = Basis.SINGLE;
    private long estimate = 0;

    private PlainLabel(byte[] json) {
        this.json = json;
    }

    /**
     * The label, or null when the parser is to decide what this is.
     *
     * @param key of the record; must be the image
     */
    static @Nullable ImageLabelled read(byte[] json, byte[] key) {
        return new PlainLabel(json).read(key);
    }

    private @Nullable ImageLabelled read(byte[] key) {
        try {
            boolean keyed = skip(IMAGE) && key.length == UUID_LENGTH && skip(key);
            UUID image = keyed ? uuid(key) : null;
            byte[] pixels = image != null && skip(PIXELS) ? pixels() : null;
            if (image == null || pixels == null || !skip(DIGIT)) {
                return null;
            }
            long digit = number();
            double confidence = skip(CONFIDENCE) ? confidence() : -1;
            if (!skip(DEFAULT_POLICY) && skip(POLICY)) {
                readPolicy();
            }
            Split split = skip(SPLIT) ? split() : null;
            long position = skip(POSITION) ? number() : -1;
            long previous = skip(PREVIOUS) ? number() : -1;
            Instant time = skip(AT) ? time() : null;
            if (basis == null || split == null || time == null || digit < 0 || digit > 9) {
                return null;
            }
            // Numbers that are none are negative, which the record refuses.
            return new ImageLabelled(
                    image, pixels, (int) digit, confidence, policy, basis, estimate, split, position, previous, time);
        } catch (IllegalArgumentException | DateTimeException notPlain) {
            return null;
        }
    }

    private boolean skip(byte[] text) {
        int end = at + text.length;
        if (end > json.length || !Arrays.equals(json, at, end, text, 0, text.length)) {
            return false;
        }
        at = end;
        return true;
    }

    private static @Nullable UUID uuid(byte[] text) {
        long first = hex(text, 0, 8);
        long second = hex(text, 9, 13);
        long third = hex(text, 14, 18);
        long fourth = hex(text, 19, 23);
        long fifth = hex(text, 24, UUID_LENGTH);
        boolean hyphens = text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-';
        return hyphens && (first | second | third | fourth | fifth) >= 0
                ? new UUID(first << 32 | second << 16 | third, fourth << 48 | fifth)
                : null;
    }

    /** The hexadecimal number in the characters [from, to), at most twelve of them; negative when it is none. */
    private static long hex(byte[] text, int from, int to) {
        long number = 0;
        long wrong = 0;
        for (int i = from; i < to; i++) {
            byte value = HEX[text[i] & 0xff];
            wrong |= value;
            number = number << 4 | value;
        }
        return wrong < 0 ? -1 : number;
    }

    private byte @Nullable [] pixels() {
        int end = at + LabelJson.BASE64_LENGTH;
        if (end > json.length) {
            return null;
        }
        ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(json, at, LabelJson.BASE64_LENGTH));
        at = end;
        return decoded.array();
    }

    /** The number at this place, of digits without leading zeros; -1 when there is none. */
    private long number() {
        int begin = at;
        long number = 0;
        for (; at < json.length && at - begin <= MOST_DIGITS && isDigit(json[at]); at++) {
            number = 10 * number + json[at] - '0';
        }
        int length = at - begin;
        boolean plain = length == 1 || (length > 1 && length <= MOST_DIGITS && json[begin] != '0');
        return plain ? number : -1;
    }

    private double confidence() {
        if (skip(SURE)) {
            return 1;
        }
        int begin = at;
        if (number() < 0 || at + 1 >= json.length || json[at] != '.' || !isDigit(json[at + 1])) {
            return -1;
        }
        at++;
        while (at < json.length && isDigit(json[at])) {
            at++;
        }
        return Double.parseDouble(text(begin, at));
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    private void readPolicy() {
        policy = number();
        basis = skip(BASIS) ? basis() : null;
        estimate = skip(ESTIMATE) ? number() : -1;
    }

    private @Nullable Basis basis() {
        for (int i = 0; i < BASES.length; i++) {
            if (skip(BASIS_NAMES[i])) {
                return BASES[i];
            }
        }
        return null;
    }

    private @Nullable Split split() {
        return skip(TRAIN) ? Split.TRAIN : skip(HELD_OUT) ? Split.HELD_OUT : null;
    }

    /** The rest of the JSON. */
    private @Nullable Instant time() {
        int begin = at;
        at = Math.max(begin, json.length - END.length);
        Instant time = Timestamp.parse(text(begin, at));
        return skip(END) && at == json.length ? time : null;
    }

    private String text(int from, int to) {
        return new String(json, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The value of a hexadecimal digit as {@link UUID#toString} writes it; of other characters, negative. */
    private static byte[] hex() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        for (int value = 0; value < 16; value++) {
            values[Character.forDigit(value, 16)] = (byte) value;
        }
        return values;
    }
}
