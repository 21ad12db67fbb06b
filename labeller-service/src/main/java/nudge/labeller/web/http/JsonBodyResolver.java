package nudge.labeller.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Resolves parameters of one type from a JSON body of at most 64 KB. Whatever is wrong with a body, from its size to a field,
 * is refused in one line that says what was expected and what came.
 *
 * @param <T> the body
 */
public final class JsonBodyResolver<T> implements HandlerMethodArgumentResolver {
    private static final int MOST_BYTES = 64 * 1024;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Class<T> type;
    private final String example;
    private final Function<JsonFields, T> read;

    /**
     * A kind of body.
     *
     * @param example of the object that is expected
     * @param read makes the body of the object's fields
     */
    public JsonBodyResolver(Class<T> type, String example, Function<JsonFields, T> read) {
        this.type = type;
        this.example = example;
        this.read = read;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == type;
    }

    @Override
    public T resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders)
            throws IOException {
        return read.apply(
                new JsonFields(object(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)))));
    }

    private JsonNode object(HttpServletRequest request) throws IOException {
        byte[] body = BoundedBody.read(request, MOST_BYTES);
        String contentType = request.getContentType() == null ? "" : request.getContentType();
        if (body.length > 0 && !contentType.startsWith("application/json")) {
            throw new BadRequestException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "expected the content type application/json, got "
                            + (contentType.isEmpty() ? "none" : contentType)
                            + ": send it with curl -H 'Content-Type: application/json' -d '" + example + "'");
        }
        JsonNode json;
        try {
            json = MAPPER.readTree(body);
        } catch (JacksonException unreadable) {
            throw unexpected("something that is not JSON");
        }
        if (!json.isObject()) {
            throw unexpected(body.length == 0 ? "no body" : "something else");
        }
        return json;
    }

    private BadRequestException unexpected(String got) {
        return new BadRequestException("expected a JSON object such as " + example + ", got " + got);
    }
}
