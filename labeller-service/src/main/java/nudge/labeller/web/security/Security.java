package nudge.labeller.web.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import nudge.labeller.access.Access;
import nudge.labeller.access.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The filters that every request passes first: headers, host name, authentication, forgery, authorization. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class Security implements WebMvcConfigurer {
    /** What Spring Security calls the role of an administrator. */
    public static final String ADMINISTRATOR = ActorAuthentication.authority(Role.ADMIN);

    private static final int BEFORE_ALL_OTHERS = -100;

    private final Access access;
    private final Set<String> hosts;
    private final @Nullable SingleSignOnSettings singleSignOn;
    private final TokenBuckets tokenBuckets = new TokenBuckets();

    /**
     * The security of one labeller.
     *
     * @param hosts names under which browsers may ask for it; empty for any name
     * @param singleSignOn null for passwords alone
     */
    public Security(Access access, Set<String> hosts, @Nullable SingleSignOnSettings singleSignOn) {
        this.access = access;
        this.hosts = hosts;
        this.singleSignOn = singleSignOn;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> arguments) {
        arguments.add(new ActorResolver());
    }

    @Bean
    FilterRegistrationBean<Filter> security(Filter springSecurityFilterChain) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(springSecurityFilterChain);
        registration.setOrder(BEFORE_ALL_OTHERS);
        // What the server dispatches by itself, such as the end of a stream or an error, was authorized before.
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
        return registration;
    }

    /** Requests are measured as a whole; to measure each of these filters too would cost more than they do. */
    @Bean
    SecurityObservationSettings unmeasured() {
        return SecurityObservationSettings.noObservations();
    }

    /** There are no users but those of {@link AuthenticationFilter}. */
    @Bean
    AuthenticationManager nobody() {
        return authentication -> {
            throw new BadCredentialsException("expected a session or token");
        };
    }

    /** Programs: a browser never sends this header by itself, so nobody can forge it from another site. */
    @Bean
    @Order(1)
    SecurityFilterChain programs(HttpSecurity http) {
        http.securityMatcher(request -> AuthenticationFilter.token(request) != null)
                .csrf(csrf -> csrf.disable());
        return common(http).build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain browsers(HttpSecurity http) {
        ForgeryTokens forgery = new ForgeryTokens();
        http.addFilterBefore(new SameOriginCheck(), CsrfFilter.class)
                .csrf(csrf -> csrf.csrfTokenRepository(forgery)
                        .csrfTokenRequestHandler(forgery)
                        // Sign-in renews the token; without this every request would, and those under way at once would
                        // fail.
                        .sessionAuthenticationStrategy((authentication, request, response) -> {}));
        if (singleSignOn != null) {
            new SingleSignOn(singleSignOn, access).configure(http);
        }
        return common(http).build();
    }

    private HttpSecurity common(HttpSecurity http) {
        return http.headers(Security::headers)
                .addFilterAfter(new RefusalLog(access.log()), HeaderWriterFilter.class)
                .addFilterAfter(new HostCheck(hosts), RefusalLog.class)
                .addFilterAfter(new AuthenticationFilter(access, tokenBuckets), HostCheck.class)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .authorizeHttpRequests(AuthorizationRules::put)
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(new SignInFirst()).accessDeniedHandler(new NotAllowed()));
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(SecurityHeaders.POLICY))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .httpStrictTransportSecurity(
                        strict -> strict.includeSubDomains(false).maxAgeInSeconds(SecurityHeaders.STRICT_SECONDS));
    }
}
