package nudge.labeller.web.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.util.NumberUtils;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Resolves parameters that are marked with {@link Limit} from the query. */
final class LimitResolver implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(Limit.class);
    }

    /** @throws BadRequestException on what is no number, or not in the range */
    @Override
    public Integer resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        Limit limit = Objects.requireNonNull(parameter.getParameterAnnotation(Limit.class));
        String name = Objects.requireNonNull(parameter.getParameterName());
        String asked = request.getParameter(name);
        int count = asked == null || asked.isEmpty() ? limit.usual() : number(name, asked);
        if (count < 1 || count > limit.most()) {
            throw new BadRequestException("expected a count from 1 to " + limit.most() + ", got " + count);
        }
        return count;
    }

    private static int number(String name, String asked) {
        try {
            return NumberUtils.parseNumber(asked, Integer.class);
        } catch (IllegalArgumentException wrong) {
            throw new BadRequestException("expected " + name + " to be a whole number, got " + asked);
        }
    }
}
