package nudge.labeller.web.security;

import java.util.Objects;
import java.util.Optional;
import nudge.labeller.access.Actor;
import nudge.labeller.access.Role;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

/** An actor who has shown a good session or token, as Spring Security knows one. */
final class ActorAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // Never serialised: sessions live in the database.
    private final Actor actor;

    ActorAuthentication(Actor actor) {
        super(AuthorityUtils.createAuthorityList(actor.role().included().stream()
                .map(ActorAuthentication::authority)
                .toList()));
        this.actor = actor;
        setAuthenticated(true);
    }

    static String authority(Role role) {
        return "ROLE_" + role.name();
    }

    /** Who makes the request that this thread serves; empty when nobody has signed in. */
    static Optional<Actor> current() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof ActorAuthentication authentication
                ? Optional.of(authentication.getPrincipal())
                : Optional.empty();
    }

    @Override
    public Actor getPrincipal() {
        return actor;
    }

    @Override
    public String getCredentials() {
        return "";
    }

    @Override
    public String getName() {
        return actor.id().toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ActorAuthentication authentication && actor.equals(authentication.actor);
    }

    @Override
    public int hashCode() {
        return Objects.hash(actor);
    }
}
