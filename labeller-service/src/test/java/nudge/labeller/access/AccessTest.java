package nudge.labeller.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.database.StoreUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What time, guesses and a lost database do to those who are in. Long because the tests share a store, and each is short. */
@Tag("server")
class AccessTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T08:00:00Z"));
    private final TestStore store = new TestStore();
    private final Access access =
            new Access(new Database(store.database()), new Moved(), this::nanos, Duration.ofHours(12));

    private final class Moved extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }

    private long nanos() {
        return Duration.between(Instant.EPOCH, now.get()).toNanos();
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private Access.SignedIn administrator() {
        return access.accept(access.firstAdministrator().orElseThrow().reveal(), "Ada", "a long enough sentence");
    }

    @Test
    void the_first_administrator_comes_in_by_the_newest_link_and_it_works_once() {
        String older = access.firstAdministrator().orElseThrow().reveal();
        String link = access.firstAdministrator().orElseThrow().reveal();
        assertThatThrownBy(() -> access.accept(older, "Eve", "a long enough sentence"))
                .hasMessageContaining("this link was used");
        assertThat(access.invitations().open(link).role()).isEqualTo(Role.ADMIN);
        assertThat(access.accept(link, "Ada", "a long enough sentence").actor().role())
                .isEqualTo(Role.ADMIN);
        assertThatThrownBy(() -> access.accept(link, "Eve", "a long enough sentence"))
                .hasMessageContaining("this link was used");
        assertThat(access.firstAdministrator()).isEmpty();
    }

    @Test
    void a_session_ends_after_12_hours_without_a_request_and_after_14_days_whatever_happens() {
        String idle = administrator().session().reveal();
        String busy = access.signIn("Ada", "a long enough sentence", "::1", null)
                .session()
                .reveal();
        for (int hours = 0; hours < 24 * 14 - 11; hours += 11) {
            assertThat(access.session(busy)).as("after %d hours", hours).isPresent();
            pass(Duration.ofHours(11));
        }
        assertThat(access.session(idle)).isEmpty();
        pass(Duration.ofHours(11));
        assertThat(access.session(busy)).isEmpty();
    }

    @Test
    void of_more_than_20_sessions_of_a_person_the_one_used_longest_ago_ends() {
        String first = administrator().session().reveal();
        String second = access.signIn("Ada", "a long enough sentence", "::1", null)
                .session()
                .reveal();
        for (int i = 0; i < 19; i++) {
            pass(Duration.ofMinutes(2));
            assertThat(access.session(first)).isPresent();
            access.signIn("Ada", "a long enough sentence", "::1", null);
        }
        pass(Duration.ofSeconds(3));
        assertThat(access.session(first)).isPresent();
        assertThat(access.session(second)).isEmpty();
        assertThat(access.log().before(Long.MAX_VALUE, 2))
                .extracting(AccessLog.Entry::type)
                .containsExactly("signed in", "oldest session ended");
    }

    @Test
    void who_has_no_password_ends_a_session_soon_after_the_sign_in_alone() {
        Access.SignedIn there = access.vouchedFor("https://id.example", "uma", "Uma", Role.ANNOTATOR);
        Access.SignedIn here = access.vouchedFor("https://id.example", "uma", "Uma", Role.ANNOTATOR);
        String secret = here.session().reveal();
        UUID other = access.sessionsOf(here.actor(), secret).stream()
                .filter(session -> !session.current())
                .findFirst()
                .orElseThrow()
                .id();
        pass(Duration.ofMinutes(11));
        assertThatThrownBy(() -> access.endSession(here.actor(), secret, "", other))
                .hasMessageContaining("within the last 10 minutes");
        assertThat(access.session(there.session().reveal())).isPresent();
        String fresh = access.vouchedFor("https://id.example", "uma", "Uma", Role.ANNOTATOR)
                .session()
                .reveal();
        access.endSession(here.actor(), fresh, "", other);
        assertThat(access.session(there.session().reveal())).isEmpty();
    }

    @Test
    void what_the_access_log_holds_goes_to_the_services_log_once_it_is_committed() {
        var copies = new ListAppender<ILoggingEvent>();
        var logger = (Logger) LoggerFactory.getLogger("nudge.access");
        logger.setLevel(Level.INFO);
        logger.addAppender(copies);
        copies.start();
        try {
            Actor ada = administrator().actor();
            assertThatThrownBy(() -> access.changeRole(ada, ada.id(), Role.ANNOTATOR))
                    .isInstanceOf(RefusedAccessException.class);
            assertThat(copies.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly(
                            "joined: actor=" + ada.id() + " subject=null role=ADMIN address=null about=null",
                            "signed in: actor=" + ada.id()
                                    + " subject=null role=null address=null about=one-time link");
        } finally {
            logger.detachAppender(copies);
            logger.setLevel(null);
        }
    }

    @Test
    void tokens_and_invitations_expire() {
        Actor ada = administrator().actor();
        String token = access.tokens()
                .create(ada, "import", Role.ANNOTATOR, 1)
                .secret()
                .reveal();
        String link =
                access.invitations().invite(ada, Role.REVIEWER, "").secret().reveal();
        assertThat(access.token(token)).isPresent();
        pass(Duration.ofHours(25));
        assertThat(access.token(token)).isEmpty();
        assertThat(access.invitations().open(link).role()).isEqualTo(Role.REVIEWER);
        pass(Duration.ofDays(6));
        assertThatThrownBy(() -> access.accept(link, "Grace", "a long enough sentence"))
                .hasMessageContaining("has expired");
    }

    @Test
    void a_link_for_a_new_password_ends_after_a_day() {
        Actor ada = administrator().actor();
        String link = access.invitations().newPassword(ada, ada.id()).secret().reveal();
        pass(Duration.ofHours(23));
        assertThat(access.invitations().open(link).person()).isEqualTo(ada.id());
        pass(Duration.ofHours(2));
        assertThatThrownBy(() -> access.accept(link, "", "another long sentence"))
                .hasMessageContaining("has expired");
    }

    @Test
    void the_local_token_ends_when_it_is_made_anew_and_its_actor_stays_the_same() {
        String before = access.tokens().renewLocal().reveal();
        Actor actor = access.token(before).orElseThrow();
        String after = access.tokens().renewLocal().reveal();
        pass(Duration.ofSeconds(3));
        assertThat(access.token(before)).isEmpty();
        assertThat(access.token(after)).contains(actor);
        assertThat(actor.role()).isEqualTo(Role.ADMIN);
    }

    @Test
    void who_is_in_stays_in_while_the_database_is_away_and_nobody_else_comes() throws Exception {
        String session = administrator().session().reveal();
        assertThat(access.session(session)).isPresent();
        pass(Duration.ofHours(1));
        store.close();
        assertThat(access.session(session)).isPresent();
        assertThatThrownBy(() -> access.session("nudge_other")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> access.signIn("Ada", "a long enough sentence", "::1", null))
                .isInstanceOf(StoreUnavailableException.class);
    }

    /** Guesses from addresses that are all different; how many of them were looked at. */
    private int guesses(List<String> names) {
        int lookedAt = 0;
        for (int i = 0; i < 25; i++) {
            String name = names.get(i % names.size());
            String address = "10.0.0." + i;
            try {
                access.signIn(name, "guess " + i, address, null);
            } catch (RefusedAccessException wrong) {
                lookedAt++;
            } catch (TooManyAttemptsException wait) {
                // Not looked at.
            }
        }
        return lookedAt;
    }

    @Test
    void guesses_of_others_keep_an_account_out_of_no_browser_and_address_that_it_knows() {
        String device = administrator().device().orElseThrow();
        String newer = access.signIn("Ada", "a long enough sentence", "192.0.2.1", device)
                .device()
                .orElseThrow();
        assertThat(guesses(List.of("Ada"))).isEqualTo(6);
        assertThatThrownBy(() -> access.signIn("Ada", "a long enough sentence", "192.0.2.2", null))
                .isInstanceOf(TooManyAttemptsException.class);
        assertThat(access.signIn("Ada", "a long enough sentence", "192.0.2.1", null)
                        .actor()
                        .name())
                .as("a known address")
                .isEqualTo("Ada");
        assertThat(access.signIn("Ada", "a long enough sentence", "10.0.0.1", newer)
                        .actor()
                        .name())
                .as("a known browser")
                .isEqualTo("Ada");
        assertThatThrownBy(() -> access.signIn("Ada", "a long enough sentence", "192.0.2.2", newer + "x"))
                .isInstanceOf(TooManyAttemptsException.class);
    }

    @Test
    void whoever_has_a_known_browser_does_not_guess_without_end() {
        String device = administrator().device().orElseThrow();
        for (int i = 0; i < 6; i++) {
            String guess = "guess " + i;
            assertThatThrownBy(() -> access.signIn("Ada", guess, "::1", device))
                    .isInstanceOf(RefusedAccessException.class);
        }
        assertThatThrownBy(() -> access.signIn("Ada", "a long enough sentence", "::1", device))
                .isInstanceOf(TooManyAttemptsException.class);
    }

    @Test
    void a_browser_is_known_for_one_account_until_its_password_changes_or_half_a_year_has_passed() {
        Access.SignedIn ada = administrator();
        String device = ada.device().orElseThrow();
        String link = access.invitations()
                .invite(ada.actor(), Role.ADMIN, "")
                .secret()
                .reveal();
        access.accept(link, "Grace", "a long enough sentence");
        guesses(List.of("Grace"));
        assertThatThrownBy(() -> access.signIn("Grace", "a long enough sentence", "::1", device))
                .as("the mark of another account")
                .isInstanceOf(TooManyAttemptsException.class);
        pass(Duration.ofDays(1));
        String changed = access.changePassword(ada.actor(), "a long enough sentence", "another long sentence")
                .device()
                .orElseThrow();
        guesses(List.of("Ada"));
        assertThatThrownBy(() -> access.signIn("Ada", "another long sentence", "::1", device))
                .as("the mark of before the password changed")
                .isInstanceOf(TooManyAttemptsException.class);
        assertThat(access.signIn("Ada", "another long sentence", "::1", changed)
                        .actor()
                        .name())
                .isEqualTo("Ada");
        pass(Duration.ofDays(182));
        guesses(List.of("Ada"));
        assertThatThrownBy(() -> access.signIn("Ada", "another long sentence", "::2", changed))
                .as("a mark that is too old")
                .isInstanceOf(TooManyAttemptsException.class);
    }

    @Test
    void no_spelling_of_a_name_gives_guesses_for_free() {
        Actor ada = administrator().actor();
        String link = access.invitations().invite(ada, Role.ADMIN, "").secret().reveal();
        access.accept(link, "Odysseu\u03a3", "a long enough sentence");
        // Java writes a last sigma in another way than Postgres does.
        assertThat(guesses(List.of("Odysseu\u03a3", "ODYSSEU\u03c3", " odysseu\u03c3 ", "\uff2fdysseu\u03a3")))
                .isEqualTo(6);
    }
}
