package nudge.events;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
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

/**
 * The JSON of label records, by streaming: a trainer that catches up reads millions of them.
 */
final class LabelJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private LabelJson() {}

    static byte[] write(LabelRecord label) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1536);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("image", label.image().toString());
            if (label instanceof ImageLabelled labelled) {
                json.writeName("pixels");
                json.writeBinary(labelled.pixels());
                json.writeNumberProperty("digit", labelled.digit());
                json.writeNumberProperty("confidence", labelled.confidence());
            }
            json.writeStringProperty("split", split(label).wire());
            json.writeNumberProperty("position", label.position());
            json.writeNumberProperty("previous", label.previous());
            json.writeStringProperty("at", label.at().toString());
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static Split split(LabelRecord label) {
        return label instanceof ImageLabelled labelled ? labelled.split() : ((ImageUnlabelled) label).split();
    }

    static ImageLabelled readLabelled(ConsumerRecord<String, byte[]> record, byte[] json) {
        Fields fields = Fields.read(record, json);
        try {
            return new ImageLabelled(
                    present(fields.image, "image"),
                    present(fields.pixels, "pixels"),
                    fields.digit,
                    fields.confidence,
                    present(fields.split, "split"),
                    fields.position,
                    fields.previous,
                    present(fields.at, "at"));
        } catch (IllegalArgumentException broken) {
            throw EventCodec.invalid(record, String.valueOf(broken.getMessage()), broken);
        }
    }

    static ImageUnlabelled readUnlabelled(ConsumerRecord<String, byte[]> record, byte[] json) {
        Fields fields = Fields.read(record, json);
        try {
            return new ImageUnlabelled(
                    present(fields.image, "image"),
                    present(fields.split, "split"),
                    fields.position,
                    fields.previous,
                    present(fields.at, "at"));
        } catch (IllegalArgumentException broken) {
            throw EventCodec.invalid(record, String.valueOf(broken.getMessage()), broken);
        }
    }

    private static <T> T present(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("expected the field " + name + ", got none");
        }
        return value;
    }

    /** What was found in the JSON object, before it is checked. Fields that this version does not know are passed over. */
    private static final class Fields {
        @Nullable
        UUID image;

        byte @Nullable [] pixels;
        int digit = -1;
        double confidence = -1;

        @Nullable
        Split split;

        long position = -1;
        long previous = -1;

        @Nullable
        Instant at;

        static Fields read(ConsumerRecord<String, byte[]> record, byte[] json) {
            Fields fields = new Fields();
            try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw new IllegalArgumentException("expected a JSON object");
                }
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.take(name, parser);
                }
                return fields;
            } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException broken) {
                throw EventCodec.invalid(record, String.valueOf(broken.getMessage()), broken);
            }
        }

        private void take(String name, JsonParser parser) {
            switch (name) {
                case "image" -> image = UUID.fromString(parser.getString());
                case "pixels" -> pixels = parser.getBinaryValue();
                case "digit" -> digit = parser.getIntValue();
                case "confidence" -> confidence = parser.getDoubleValue();
                case "split" -> split = Split.of(parser.getString());
                case "position" -> position = parser.getLongValue();
                case "previous" -> previous = parser.getLongValue();
                case "at" -> at = Instant.parse(parser.getString());
                default -> parser.skipChildren();
            }
        }
    }
}
