package nudge.labeller.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import nudge.labeller.access.Actor;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.ImageEvent.Suggested;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.Pixels;
import nudge.labeller.image.Receipt;
import nudge.labeller.log.GroupCommit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What comes in over HTTP, checked. Every method throws {@link BadRequestException} on what it does not accept. */
final class Requests {
    static final int MOST_JSON = 64 * 1024;
    static final int MOST_IMAGE = 256 * 1024;
    private static final int MOST_KEY = 200;

    private static final JsonMapper MAPPER = new JsonMapper();

    private Requests() {}

    /** Who makes the request: only of routes that ask for a role. */
    static Actor actor(HttpServletRequest request) {
        if (request.getUserPrincipal() instanceof ActorAuthentication authentication) {
            return authentication.getPrincipal();
        }
        throw new IllegalStateException("expected " + request.getRequestURI() + " to ask for a role, but nobody is in");
    }

    /** The body, if it is not longer than {@code most} bytes. */
    static byte[] body(HttpServletRequest request, int most) throws IOException {
        if (request.getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        byte[] body = request.getInputStream().readNBytes(most + 1);
        if (body.length > most) {
            throw tooLarge(most);
        }
        return body;
    }

    private static BadRequestException tooLarge(int most) {
        return new BadRequestException(
                HttpStatus.CONTENT_TOO_LARGE, "expected a body of at most " + most / 1024 + " KB, got a larger one");
    }

    /** The pixels of an uploaded image: a PNG of 28 x 28 in grey, or 784 bytes. */
    static Pixels pixels(HttpServletRequest request) throws IOException {
        String type = request.getContentType() == null ? "" : request.getContentType();
        byte[] body = body(request, MOST_IMAGE);
        if (type.startsWith("image/png")) {
            return Pixels.of(GreyPng.read(body));
        }
        if (!type.startsWith("application/octet-stream")) {
            throw new BadRequestException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "expected the content type image/png, or application/octet-stream with 784 bytes, got "
                            + (type.isEmpty() ? "none" : type));
        }
        try {
            return Pixels.of(body);
        } catch (IllegalArgumentException wrong) {
            throw new BadRequestException(String.valueOf(wrong.getMessage()));
        }
    }

    /** A label and the version that its author saw. */
    record Label(ImageCommand.GiveLabel command, @Nullable Integer version) {}

    static Label label(HttpServletRequest request) throws IOException {
        return label(json(request, "{\"digit\": 7}"));
    }

    private static Label label(JsonNode json) {
        int digit = integer(json, "digit", 0, 9);
        Integer elapsed = json.hasNonNull("elapsedMs") ? integer(json, "elapsedMs", 0, Integer.MAX_VALUE) : null;
        return new Label(new ImageCommand.GiveLabel(digit, elapsed, suggested(json)), version(json));
    }

    /** What happens to an image of a bulk: it gets a label, or loses its author's. */
    record BulkLabel(
            UUID image, ImageCommand command, @Nullable Integer version) {}

    /** The labels of a bulk, at most {@code most}. */
    static List<BulkLabel> bulk(HttpServletRequest request, int most) throws IOException {
        JsonNode labels = json(request, "{\"labels\": []}").get("labels");
        if (labels == null || !labels.isArray() || labels.isEmpty() || labels.size() > most) {
            throw new BadRequestException("expected labels to be a list of 1 to " + most + " labels, got "
                    + (labels == null || !labels.isArray() ? labels : labels.size()));
        }
        List<BulkLabel> bulk = new ArrayList<>();
        for (JsonNode label : labels) {
            bulk.add(new BulkLabel(image(label), bulkCommand(label), version(label)));
        }
        return bulk;
    }

    /** A digit of null takes the label back; one that is missing is a mistake. */
    private static ImageCommand bulkCommand(JsonNode label) {
        JsonNode digit = label.get("digit");
        return digit != null && digit.isNull()
                ? new ImageCommand.RetractLabel()
                : label(label).command();
    }

    private static UUID image(JsonNode json) {
        String image = json.path("image").asString("");
        try {
            return UUID.fromString(image);
        } catch (IllegalArgumentException wrong) {
            throw new BadRequestException("expected image to be a UUID, got " + json.get("image"));
        }
    }

    /** @param example of the object that is expected */
    static JsonNode json(HttpServletRequest request, String example) throws IOException {
        byte[] body = body(request, MOST_JSON);
        String type = request.getContentType() == null ? "" : request.getContentType();
        if (body.length > 0 && !type.startsWith("application/json")) {
            throw new BadRequestException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "expected the content type application/json, got " + (type.isEmpty() ? "none" : type));
        }
        try {
            JsonNode json = MAPPER.readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException unreadable) {
            throw new BadRequestException(
                    "expected a JSON object such as " + example + ", got something that is not JSON");
        }
        throw new BadRequestException("expected a JSON object such as " + example + ", got "
                + (body.length == 0 ? "no body" : "something else"));
    }

    private static @Nullable Integer version(JsonNode json) {
        return json.hasNonNull("version") ? integer(json, "version", 1, Integer.MAX_VALUE) : null;
    }

    /** Of the suggestion that the page showed; null when it showed none. */
    private static @Nullable Suggested suggested(JsonNode json) {
        JsonNode suggested = json.get("suggested");
        if (suggested == null || suggested.isNull()) {
            return null;
        }
        JsonNode confidence = suggested.get("confidence");
        JsonNode checkpoint = suggested.get("checkpoint");
        if (confidence == null || !confidence.isNumber() || checkpoint == null || !checkpoint.isString()) {
            throw new BadRequestException("expected suggested to be {digit, confidence, checkpoint}, got " + suggested);
        }
        return new Suggested(integer(suggested, "digit", 0, 9), confidence.asDouble(), checkpoint.asString());
    }

    /** A text of the object. It is not repeated in the message: it may be a password. */
    static String text(JsonNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null || !value.isString()) {
            throw new BadRequestException(
                    "expected " + name + " to be a text, got " + (value == null ? "none" : "something else"));
        }
        return value.asString();
    }

    static int integer(JsonNode json, String name, int least, int most) {
        JsonNode value = json.get(name);
        String expected = "expected " + name + " to be a whole number "
                + (most == Integer.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most) + ", got ";
        if (value == null || value.isNull()) {
            throw new BadRequestException(expected + "none");
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < least || value.asInt() > most) {
            throw new BadRequestException(expected + value);
        }
        return value.asInt();
    }

    /** The value of that name; null when there is no name. */
    static <T> @Nullable T oneOf(String what, @Nullable String name, T[] values, Function<T, String> names) {
        if (name == null) {
            return null;
        }
        return Arrays.stream(values)
                .filter(value -> names.apply(value).equals(name))
                .findFirst()
                .orElseThrow(() -> new BadRequestException("expected " + what + " to be one of "
                        + Arrays.stream(values).map(names).collect(Collectors.joining(", ")) + ", got " + name));
    }

    /** The beginning of a UUID, without its hyphens. */
    static String hex(String id) {
        String hex = id.replace("-", "");
        if (!hex.matches("[0-9A-Fa-f]{1,32}")) {
            throw new BadRequestException("expected id to be the beginning of a UUID, got " + id);
        }
        return hex;
    }

    /** The idempotency key, or null. */
    static @Nullable String key(HttpServletRequest request) {
        String key = request.getHeader("Idempotency-Key");
        if (key == null) {
            return null;
        }
        if (key.isBlank() || key.length() > MOST_KEY) {
            throw new BadRequestException(
                    "expected an Idempotency-Key of 1 to " + MOST_KEY + " characters, got " + key.length());
        }
        return key;
    }

    static int count(int count, int most) {
        if (count < 1 || count > most) {
            throw new BadRequestException("expected a count from 1 to " + most + ", got " + count);
        }
        return count;
    }

    /** Carries a request out, and waits until it is durable. */
    static Receipt carryOut(GroupCommit<ImageRequest, Receipt> log, ImageRequest request) {
        return durable(log.submit(request));
    }

    /** Waits until the request is durable; throws why it was refused. */
    static Receipt durable(CompletableFuture<Receipt> answer) {
        try {
            return answer.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw failed;
        }
    }

    static String describe(Class<?> type) {
        if (type == UUID.class) {
            return "a UUID";
        }
        return type == int.class || type == Integer.class ? "a whole number" : "a " + type.getSimpleName();
    }
}
