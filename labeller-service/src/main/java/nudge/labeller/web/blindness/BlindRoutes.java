package nudge.labeller.web.blindness;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import nudge.labeller.access.Actor;
import nudge.labeller.web.http.BadRequestException;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Which routes the blind may use. What is not named here is refused to them: a new route stays closed until somebody has thought of
 * what it tells.
 */
@Configuration(proxyBeanMethods = false)
public class BlindRoutes implements WebMvcConfigurer {
    /** These answer the blind with their own labels alone, or with something that is the same for every image. */
    static final Set<String> OWN = Set.of(
            "GET /api/tasks",
            "GET /api/bulk",
            "POST /api/bulk",
            "POST /api/images/{id}/label",
            "DELETE /api/images/{id}/label",
            "POST /api/images/{id}/skip",
            "DELETE /api/images/{id}/skip",
            "POST /api/images/{id}/reject",
            "DELETE /api/images/{id}/reject",
            "GET /api/images",
            "POST /api/images",
            "GET /api/images/{id}",
            "GET /api/images/{id}/history",
            "POST /api/imports",
            "POST /api/sheets/images",
            "GET /api/progress",
            "GET /api/stream",
            "GET /api/accuracy",
            "GET /api/checkpoints",
            "GET /api/checkpoints/{id}",
            "GET /api/champion",
            "GET /api/me/quality",
            "POST /api/gold/{image}/contest");

    /** These tell nothing of labels: the same for all. */
    static final Set<String> SAME = Set.of(
            "GET /api/images/{id}/png",
            "POST /api/sheets",
            "GET /api/session",
            "POST /api/session",
            "POST /api/session/second",
            "DELETE /api/session",
            "GET /api/sessions",
            "DELETE /api/sessions",
            "POST /api/sessions/{id}/end",
            "PUT /api/password",
            "POST /api/welcome",
            "POST /api/welcome/opened",
            "GET /api/passkeys",
            "POST /api/passkeys",
            "POST /api/passkeys/begin",
            "POST /api/passkeys/{id}/remove",
            "GET /api/tokens",
            "POST /api/tokens",
            "DELETE /api/tokens/{id}");

    private final Blindness blindness;

    public BlindRoutes(Blindness blindness) {
        this.blindness = blindness;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new Refusal()).addPathPatterns("/api/**");
    }

    private final class Refusal implements HandlerInterceptor {
        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            if (handler instanceof HandlerMethod
                    && !isOpen(request)
                    && request.getUserPrincipal() instanceof Authentication who
                    && who.getPrincipal() instanceof Actor actor
                    && blindness.covers(actor)) {
                throw new BadRequestException(
                        HttpStatus.FORBIDDEN,
                        "expected a reviewer: while labels of several people are collected, this would tell annotators about"
                                + " labels that are not theirs; ask a reviewer");
            }
            return true;
        }
    }

    private static boolean isOpen(HttpServletRequest request) {
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        String route = method + " " + request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return OWN.contains(route) || SAME.contains(route);
    }
}
