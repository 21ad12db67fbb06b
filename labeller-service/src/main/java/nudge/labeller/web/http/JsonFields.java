package nudge.labeller.web.http;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a JSON object in a request. Each is read as what it should be, and every method throws {@link
 * BadRequestException} when it is something else. Fields that nobody asks for are ignored.
 */
public record JsonFields(JsonNode json) {
    /** A text. The message does not repeat what came: it may be a password. */
    public String text(String name) {
        JsonNode value = json.get(name);
        if (value == null || !value.isString()) {
            throw new BadRequestException(
                    "expected " + name + " to be a text, got " + (value == null ? "none" : "something else"));
        }
        return value.asString();
    }

    /** @param otherwise where there is none */
    public String text(String name, String otherwise) {
        return json.hasNonNull(name) ? text(name) : otherwise;
    }

    public int wholeNumber(String name, int least, int most) {
        JsonNode value = json.get(name);
        if (value != null && value.isIntegralNumber() && value.canConvertToInt()) {
            int number = value.asInt();
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new BadRequestException("expected " + name + " to be a whole number "
                + (most == Integer.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most) + ", got "
                + (value == null || value.isNull() ? "none" : value));
    }

    /** Null where there is none. */
    public @Nullable Integer optionalWholeNumber(String name, int least) {
        return json.hasNonNull(name) ? wholeNumber(name, least, Integer.MAX_VALUE) : null;
    }

    public UUID uuid(String name) {
        try {
            return UUID.fromString(json.path(name).asString(""));
        } catch (IllegalArgumentException wrong) {
            throw new BadRequestException("expected " + name + " to be a UUID, got " + json.get(name));
        }
    }

    /** Whether the field is there, and null. */
    public boolean isNull(String name) {
        JsonNode value = json.get(name);
        return value != null && value.isNull();
    }

    /** Whether the field is a number of any kind. */
    public boolean isNumber(String name) {
        return json.path(name).isNumber();
    }

    public boolean isText(String name) {
        return json.path(name).isString();
    }

    /** The number of a field that {@link #isNumber is one}. */
    public double number(String name) {
        return json.path(name).asDouble();
    }

    /** The object in a field, which may turn out to be something else; null where there is nothing. */
    public @Nullable JsonFields inside(String name) {
        return json.hasNonNull(name) ? new JsonFields(json.get(name)) : null;
    }

    /** @param what the elements are called in the message */
    public List<JsonFields> list(String name, String what, int most) {
        JsonNode value = json.get(name);
        if (value == null || !value.isArray() || value.isEmpty() || value.size() > most) {
            throw new BadRequestException("expected " + name + " to be a list of 1 to " + most + " " + what + ", got "
                    + (value == null || !value.isArray() ? value : value.size()));
        }
        return value.valueStream().map(JsonFields::new).toList();
    }

    /** The names of all fields; none where this is no object. */
    public Collection<String> names() {
        return json.propertyNames();
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
