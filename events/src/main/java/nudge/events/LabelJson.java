package nudge.events;

import java.io.ByteArrayOutputStream;
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
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * The JSON of label records, by streaming: a trainer that catches up reads millions of them.
 */
final class LabelJson {
    /** Threads have their own buffers: one pool for all costs as much as writing a label. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();

    /** Characters of the pixels of one image in base64, padded. */
    static final int BASE64_LENGTH = (LabelRecord.PIXELS + 2) / 3 * 4;

    private LabelJson() {}

    static byte[] write(LabelRecord label) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1536);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("image", label.image().toString());
            if (label instanceof ImageLabelled labelled) {
                json.writeName("pixels");
                // The JDK encodes base64 with vector instructions.
                byte[] base64 = Base64.getEncoder().encode(labelled.pixels());
                json.writeRawUTF8String(base64, 0, base64.length);
                json.writeNumberProperty("digit", labelled.digit());
                json.writeNumberProperty("confidence", labelled.confidence());
            }
            json.writeStringProperty("split", split(label).wire());
            json.writeNumberProperty("position", label.position());
            json.writeNumberProperty("previous", label.previous());
            json.writeStringProperty("at", Timestamp.text(label.at()));
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static Split split(LabelRecord label) {
        return label instanceof ImageLabelled labelled ? labelled.split() : ((ImageUnlabelled) label).split();
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
        String reason = EventCodec.reason(broken);
        return EventCodec.invalid(
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

    /** What was found in the JSON object, before it is checked. Fields that this version does not know are passed over. */
    private static final class Fields {
        static final long ABSENT = Long.MIN_VALUE;

        private final byte[] json;

        @Nullable
        UUID image;

        byte @Nullable [] pixels;
        long digit = ABSENT;

        @Nullable
        Double confidence;

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
         * The JDK decodes base64 with vector instructions, five times as fast as the parser: it gets the bytes between the
         * quotes as they are. What does not look like that is left to the parser, such as escaped slashes.
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
