package nudge.labeller.web.people;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import nudge.labeller.access.Access;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.web.http.JsonBodyResolver;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The routes of people and programs, and what each of them is made of. */
@Configuration(proxyBeanMethods = false)
public class PeopleRoutes implements WebMvcConfigurer {
    private final Access access;
    private final ImageQueries images;
    private final IntFunction<Optional<String>> address;
    private final @Nullable String singleSignOn;

    /**
     * The routes of one labeller.
     *
     * @param address where people find it, if that is set, when it listens on this port
     * @param singleSignOn what the identity provider is called, or null when there is none
     */
    public PeopleRoutes(
            Access access, ImageQueries images, IntFunction<Optional<String>> address, @Nullable String singleSignOn) {
        this.access = access;
        this.images = images;
        this.address = address;
        this.singleSignOn = singleSignOn;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> bodies) {
        bodies.add(
                new JsonBodyResolver<>(SignInBody.class, "{\"name\": \"...\", \"password\": \"...\"}", SignInBody::of));
        bodies.add(new JsonBodyResolver<>(
                PasswordBody.class, "{\"current\": \"...\", \"password\": \"...\"}", PasswordBody::of));
        bodies.add(
                new JsonBodyResolver<>(ReauthenticationBody.class, "{\"current\": \"...\"}", ReauthenticationBody::of));
        bodies.add(new JsonBodyResolver<>(
                PasskeyBody.class,
                "{\"challenge\": \"...\", \"label\": \"phone\", \"credential\": {...}}",
                PasskeyBody::of));
        bodies.add(new JsonBodyResolver<>(
                SecondFactorBody.class,
                "{\"challenge\": \"...\", \"credential\": {...}} or {\"challenge\": \"...\", \"code\": \"...\"}",
                SecondFactorBody::of));
        bodies.add(new JsonBodyResolver<>(LinkBody.class, "{\"secret\": \"...\"}", LinkBody::of));
        bodies.add(new JsonBodyResolver<>(
                WelcomeBody.class, "{\"secret\": \"...\", \"name\": \"...\", \"password\": \"...\"}", WelcomeBody::of));
        bodies.add(new JsonBodyResolver<>(RoleBody.class, "{\"role\": \"reviewer\"}", RoleBody::of));
        bodies.add(new JsonBodyResolver<>(
                InvitationBody.class, "{\"role\": \"annotator\", \"note\": \"for Ada\"}", InvitationBody::of));
        bodies.add(new JsonBodyResolver<>(
                TokenBody.class,
                "{\"name\": \"nightly import\", \"role\": \"annotator\", \"days\": 90}",
                TokenBody::of));
    }

    @Bean
    SessionStart sessionStart() {
        return new SessionStart(access);
    }

    @Bean
    SessionApi sessionApi(SessionStart start, PasskeyApi passkeys) {
        return new SessionApi(access, start, passkeys, singleSignOn);
    }

    @Bean
    PasskeyApi passkeyApi(SessionStart start) {
        return new PasskeyApi(access, start);
    }

    @Bean
    WelcomeApi welcomeApi(SessionStart start) {
        return new WelcomeApi(access, start);
    }

    @Bean
    PeopleApi peopleApi() {
        return new PeopleApi(access, address);
    }

    @Bean
    InvitationApi invitationApi() {
        return new InvitationApi(access.invitations(), address);
    }

    @Bean
    TokenApi tokenApi() {
        return new TokenApi(access);
    }

    @Bean
    AuditApi auditApi() {
        return new AuditApi(new AuditTrail(images, access));
    }
}
