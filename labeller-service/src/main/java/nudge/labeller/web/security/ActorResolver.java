package nudge.labeller.web.security;

import nudge.labeller.access.Actor;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Resolves {@link Actor} parameters: who makes the request. Nullable ones are null when nobody has signed in; the others
 * belong to routes that ask for a role.
 */
final class ActorResolver implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Actor.class;
    }

    @Override
    public @Nullable Actor resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        if (request.getUserPrincipal() instanceof ActorAuthentication authentication) {
            return authentication.getPrincipal();
        }
        if (parameter.isOptional()) {
            return null;
        }
        throw new IllegalStateException(
                "expected " + parameter.getExecutable() + " to ask for a role, but nobody has signed in");
    }
}
