package nudge.labeller.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import nudge.labeller.image.Pixels;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Resolves {@link Pixels} parameters from the body: a PNG of 28 x 28 in grey, or 784 bytes. */
final class PixelsResolver implements HandlerMethodArgumentResolver {
    private static final int MOST_BYTES = 256 * 1024;

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Pixels.class;
    }

    @Override
    public Pixels resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders)
            throws IOException {
        return read(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)));
    }

    private static Pixels read(HttpServletRequest request) throws IOException {
        String type = request.getContentType() == null ? "" : request.getContentType();
        byte[] body = BoundedBody.read(request, MOST_BYTES);
        if (type.startsWith("image/png") || (isUntold(type) && GreyPng.begins(body))) {
            return Pixels.of(GreyPng.read(body));
        }
        boolean octets = type.startsWith("application/octet-stream");
        if (!octets && !(isUntold(type) && body.length == Pixels.COUNT)) {
            throw new BadRequestException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "expected the content type image/png, or application/octet-stream with 784 bytes, got "
                            + (type.isEmpty() ? "none" : type)
                            + ": send it with curl --data-binary @FILE -H 'Content-Type: image/png' "
                            + request.getRequestURL());
        }
        try {
            return Pixels.of(body);
        } catch (IllegalArgumentException wrong) {
            throw new BadRequestException(String.valueOf(wrong.getMessage()));
        }
    }

    /** Whether the type says nothing of the body: {@code curl --data-binary} calls everything a form. */
    private static boolean isUntold(String type) {
        return type.isEmpty()
                || type.startsWith("application/octet-stream")
                || type.startsWith("application/x-www-form-urlencoded");
    }
}
