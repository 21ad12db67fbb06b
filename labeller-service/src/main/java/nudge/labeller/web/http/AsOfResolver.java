package nudge.labeller.web.http;

import java.util.function.LongSupplier;
import nudge.labeller.access.Actor;
import nudge.labeller.access.RefusedAccessException;
import nudge.labeller.access.RefusedAccessException.Reason;
import nudge.labeller.access.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Resolves {@link AsOf} parameters from the query; null where there is none. */
public final class AsOfResolver implements HandlerMethodArgumentResolver {
    private static final String NAME = "at";

    private final LongSupplier end;

    /** @param end the position where the log ends */
    public AsOfResolver(LongSupplier end) {
        this.end = end;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == AsOf.class;
    }

    /**
     * @throws BadRequestException on what is no position of the log
     * @throws RefusedAccessException when somebody below reviewer asks: they see neither what others did nor when
     */
    @Override
    public @Nullable AsOf resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        String asked = request.getParameter(NAME);
        if (asked == null) {
            return null;
        }
        boolean reviewer = request.getUserPrincipal() instanceof Authentication authentication
                && authentication.getPrincipal() instanceof Actor actor
                && actor.role().includes(Role.REVIEWER);
        if (!reviewer) {
            throw new RefusedAccessException(
                    Reason.FORBIDDEN, "expected a reviewer to ask how things stood: leave out at, or ask a reviewer");
        }
        return new AsOf(position(asked));
    }

    private long position(String asked) {
        long last = end.getAsLong();
        try {
            long position = Long.parseLong(asked);
            if (position >= 0 && position <= last) {
                return position;
            }
        } catch (NumberFormatException wrong) {
            throw new BadRequestException("expected at to be a whole number, got " + asked);
        }
        throw new BadRequestException("expected at to be from 0 to " + last + ", where the log ends, got " + asked);
    }
}
