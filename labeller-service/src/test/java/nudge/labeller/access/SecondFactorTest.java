package nudge.labeller.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import nudge.labeller.TestStore;
import nudge.labeller.access.SecondFactor.Purpose;
import nudge.labeller.database.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a password is worth once there is a passkey; that one has signed is for others to check. */
@Tag("server")
class SecondFactorTest {
    private static final String PASSWORD = "a long enough sentence";

    private final TestStore store = new TestStore();
    private final Access access =
            new Access(new Database(store.database()), Clock.systemUTC(), System::nanoTime, Duration.ofHours(12));
    private final Actor ada = access.accept(
                    access.firstAdministrator().orElseThrow().reveal(), "Ada", PASSWORD)
            .actor();

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private List<String> add(String label) {
        String challenge =
                access.secondFactor().challenge(ada.id(), Purpose.ADD).reveal();
        return access.secondFactor()
                .add(ada, challenge, label.getBytes(StandardCharsets.UTF_8), new byte[] {1}, "internal", label);
    }

    /** The challenge that the right password is answered with. */
    private String challenge() {
        return catchThrowableOfType(
                        SecondFactorNeededException.class, () -> access.signIn("Ada", PASSWORD, "127.0.0.1", null))
                .challenge()
                .reveal();
    }

    @Test
    void behind_the_password_a_passkey_lets_in_and_each_challenge_once() {
        add("phone");
        String challenge = challenge();
        assertThat(access.secondStep().challenged(challenge).name()).isEqualTo("Ada");
        var phone = access.secondFactor().state(ada.id()).passkeys().get(0).id();
        assertThat(access.secondStep().withPasskey(challenge, phone).actor().id())
                .isEqualTo(ada.id());
        assertThatThrownBy(() -> access.secondStep().withPasskey(challenge, phone))
                .hasMessageContaining("begin again");
        String other = access.secondFactor().challenge(ada.id(), Purpose.ADD).reveal();
        assertThatThrownBy(() -> access.secondStep().withPasskey(other, phone))
                .as("a challenge for something else")
                .hasMessageContaining("begin again");
        assertThat(access.secondFactor().state(ada.id()).passkeys().get(0).used())
                .isNotNull();
    }

    @Test
    void a_recovery_code_lets_in_once_however_it_is_typed() {
        List<String> codes = add("phone");
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        assertThat(add("laptop")).as("codes come with the first").isEmpty();
        String typed = codes.get(3).toUpperCase(Locale.ROOT).replace('-', ' ');
        assertThat(access.secondStep().withCode(challenge(), typed).actor().id())
                .isEqualTo(ada.id());
        assertThatThrownBy(() -> access.secondStep().withCode(challenge(), typed))
                .hasMessageContaining("no recovery code");
        assertThat(access.secondFactor().state(ada.id()).codes()).isEqualTo(9);
        assertThat(access.log().before(Long.MAX_VALUE, 2))
                .extracting(AccessLog.Entry::about)
                .containsExactly("password and recovery code", "password and recovery code");
    }

    @Test
    void a_link_for_a_new_password_goes_around_no_passkey() {
        add("phone");
        String link = access.invitations().newPassword(ada, ada.id()).secret().reveal();
        assertThatThrownBy(() -> access.accept(link, "", "another long sentence"))
                .hasMessageContaining("sign in with it and your passkey");
        assertThatThrownBy(() -> access.signIn("Ada", "another long sentence", "127.0.0.1", null))
                .isInstanceOf(SecondFactorNeededException.class);
    }

    @Test
    void without_passkeys_a_password_is_enough_again() {
        List<String> codes = add("phone");
        var state = access.secondFactor().state(ada.id());
        access.secondFactor().remove(ada.id(), state.passkeys().get(0).id());
        assertThat(access.signIn("Ada", PASSWORD, "127.0.0.1", null).actor().id())
                .isEqualTo(ada.id());
        add("laptop");
        assertThatThrownBy(() -> access.secondStep().withCode(challenge(), codes.get(0)))
                .as("a code of before")
                .hasMessageContaining("no recovery code");
        access.secondFactor().reset(ada, ada.id());
        assertThat(access.signIn("Ada", PASSWORD, "127.0.0.1", null).actor().id())
                .isEqualTo(ada.id());
    }
}
