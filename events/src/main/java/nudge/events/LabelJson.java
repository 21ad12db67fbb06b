package nudge.events;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.LabelRecord.ImageUnlabelled;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.NumberOutput;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON of label records, read by streaming: a trainer that catches up reads millions of them.
 */
final class LabelJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Characters of the pixels of one image in base64, padded. */
    static final int BASE64_LENGTH = (LabelRecord.PIXELS + 2) / 3 * 4;

    /** What stands behind the confidence of most labels. */
    static final String DEFAULT_POLICY = ",\"policy\":0,\"basis\":\"single\",\"estimate\":0";

    private LabelJson() {}

    /**
     * The JSON of a label. No text in it needs an escape. Written by hand, because the relay writes a hundred thousand of
     * them per second.
     *
     * @param at the label's time as {@link Timestamp#text} writes it
     */
    static byte[] write(LabelRecord label, String at) {
        String begin = "{\"image\":\"" + label.image() + "\",";
        String end = "\"split\":\"" + label.split().wire() + "\",\"position\":" + label.position() + ",\"previous\":"
                + label.previous() + ",\"at\":\"" + at + "\"}";
        if (label instanceof ImageLabelled labelled) {
            return write(begin, labelled, end);
        }
        if (label instanceof ImageUnlabelled) {
            return (begin + end).getBytes(StandardCharsets.US_ASCII);
        }
        throw new IllegalArgumentException("expected a label record with known JSON, got " + label.type());
    }

    private static byte[] write(String begin, ImageLabelled label, String end) {
        byte[] head = (begin + "\"pixels\":\"").getBytes(StandardCharsets.US_ASCII);
        // The JDK encodes base64 with vector instructions.
        byte[] pixels = Base64.getEncoder().encode(label.pixels());
        byte[] tail = ("\",\"digit\":" + label.digit() + ",\"confidence\":"
                        + NumberOutput.toString(label.confidence(), true)
                        + policy(label) + "," + end)
                .getBytes(StandardCharsets.US_ASCII);
        byte[] json = Arrays.copyOf(head, head.length + pixels.length + tail.length);
        System.arraycopy(pixels, 0, json, head.length, pixels.length);
        System.arraycopy(tail, 0, json, head.length + pixels.length, tail.length);
        return json;
    }

    private static String policy(ImageLabelled label) {
        return label.policy() == 0 && label.basis() == Basis.SINGLE && label.estimate() == 0
                ? DEFAULT_POLICY
                : ",\"policy\":" + label.policy() + ",\"basis\":\""
                        + label.basis().wire() + "\",\"estimate\":" + label.estimate();
    }

    /** The JSON of a label of one person by the default policy as it was written before there were others; any other JSON as it is. */
    static byte[] beforePolicies(byte[] json) {
        return new String(json, StandardCharsets.ISO_8859_1)
                .replace(DEFAULT_POLICY, "")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    static ImageLabelled readLabelled(ConsumerRecord<String, byte[]> record, byte[] json) {
        Fields fields = new Fields(json);
        try {
            fields.read();
            return new ImageLabelled(
                    Expected.present(fields.image, "image"),
                    Expected.present(fields.pixels, "pixels"),
                    Math.toIntExact(number(fields.digit, "digit")),
                    Expected.present(fields.confidence, "confidence"),
                    fields.policy,
                    fields.basis,
                    fields.estimate,
                    Expected.present(fields.split, "split"),
                    number(fields.position, "position"),
                    number(fields.previous, "previous"),
                    Expected.present(fields.at, "at"));
        } catch (JacksonException | IllegalArgumentException | ArithmeticException | DateTimeException broken) {
            throw invalid(record, broken);
        }
    }

    static ImageUnlabelled readUnlabelled(ConsumerRecord<String, byte[]> record, byte[] json) {
        Fields fields = new Fields(json);
        try {
            fields.read();
            return new ImageUnlabelled(
                    Expected.present(fields.image, "image"),
                    Expected.present(fields.split, "split"),
                    number(fields.position, "position"),
                    number(fields.previous, "previous"),
                    Expected.present(fields.at, "at"));
        } catch (JacksonException | IllegalArgumentException | DateTimeException broken) {
            throw invalid(record, broken);
        }
    }

    private static InvalidRecordException invalid(ConsumerRecord<String, byte[]> record, RuntimeException broken) {
        String reason = EventJson.reason(broken);
        return InvalidRecordException.at(
                record,
                broken instanceof JacksonException ? "expected the JSON of a label: " + reason : reason,
                broken);
    }

    private static long number(long value, String name) {
        if (value == Fields.ABSENT) {
            throw new IllegalArgumentException("expected the field " + name + ", got none");
        }
        return value;
    }

    /** What the JSON object holds, before it is checked. Fields that this version does not know are ignored. */
    private static final class Fields {
        static final long ABSENT = Long.MIN_VALUE;

        private final byte[] json;

        @Nullable
        UUID image;

        byte @Nullable [] pixels;
        long digit = ABSENT;

        @Nullable
        Double confidence;

        /** Records from before there were policies carry none of the three: they were settled by the default. */
        long policy = 0;

        Basis basis = Basis.SINGLE;
        long estimate = 0;

        @Nullable
        Split split;

        long position = ABSENT;
        long previous = ABSENT;

        @Nullable
        Instant at;

        Fields(byte[] json) {
            this.json = json;
        }

        void read() {
            try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw new IllegalArgumentException("expected a JSON object");
                }
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    take(name, parser);
                }
                if (parser.nextToken() != null) {
                    throw new IllegalArgumentException("expected one JSON object, got more behind it");
                }
            }
        }

        private void take(String name, JsonParser parser) {
            switch (name) {
                case "image" -> image = UUID.fromString(parser.getString());
                case "pixels" -> pixels = pixels(parser);
                case "digit" -> digit = whole(parser, name);
                case "confidence" -> confidence = parser.getDoubleValue();
                case "policy" -> policy = whole(parser, name);
                case "basis" -> basis = Basis.of(parser.getString());
                case "estimate" -> estimate = whole(parser, name);
                case "split" -> split = Split.of(parser.getString());
                case "position" -> position = whole(parser, name);
                case "previous" -> previous = whole(parser, name);
                case "at" -> at = Timestamp.parse(parser.getString());
                default -> parser.skipChildren();
            }
        }

        private static long whole(JsonParser parser, String name) {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw new IllegalArgumentException(
                        "expected a whole number as " + name + ", got " + parser.getString());
            }
            return parser.getLongValue();
        }

        /**
         * The JDK decodes base64 with vector instructions, five times as fast as the parser, so it gets the bytes between the
         * quotes. Anything unusual, such as escaped slashes, is left to the parser.
         */
        private byte[] pixels(JsonParser parser) {
            long quote = parser.currentTokenLocation().getByteOffset();
            int end = (int) quote + 1 + BASE64_LENGTH;
            if (parser.currentToken() == JsonToken.VALUE_STRING
                    && quote > 0
                    && end < json.length
                    && json[(int) quote] == '"'
                    && json[end] == '"') {
                return Base64.getDecoder().decode(Arrays.copyOfRange(json, (int) quote + 1, end));
            }
            return parser.getBinaryValue();
        }
    }
}
