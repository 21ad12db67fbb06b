package nudge.labeller.web;

import java.util.Optional;
import java.util.function.IntFunction;
import nudge.labeller.access.Access;
import nudge.labeller.image.ImageQueries;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.csrf.CsrfTokenRepository;

/** The routes of people and programs, and what each of them is made of. */
@Configuration(proxyBeanMethods = false)
public class PeopleRoutes {
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

    @Bean
    SessionStart sessionStart(CsrfTokenRepository forgery) {
        return new SessionStart(access, forgery);
    }

    @Bean
    SessionApi sessionApi(SessionStart start) {
        return new SessionApi(access, start, singleSignOn);
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
        return new AuditApi(images, access);
    }
}
