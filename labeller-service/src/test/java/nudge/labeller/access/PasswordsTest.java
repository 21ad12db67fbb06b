package nudge.labeller.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private final Passwords passwords = new Passwords();

    @Test
    void the_first_that_anybody_would_guess_are_refused() {
        for (String common :
                List.of("password", "PassWord", "12345678", "password123!", "qwertyuiop", "abababab", "iloveyou2024")) {
            assertThatThrownBy(() -> passwords.check(common, "Ada"))
                    .as(common)
                    .isInstanceOf(RefusedAccessException.class)
                    .hasMessageContaining("hard to guess");
        }
        assertThatThrownBy(() -> passwords.check("lovelace99", "Lovelace")).hasMessageContaining("name");
    }

    @Test
    void words_that_everybody_thinks_of_here_do_not_count() {
        for (String guessed :
                List.of("nudge-admin-2026", "LabellerTrainer1", "mnistdigits", "Welcome2Nudge!", "Annotator#12345")) {
            assertThatThrownBy(() -> passwords.check(guessed, "Ada"))
                    .as(guessed)
                    .hasMessageContaining("what everybody knows of Nudge");
        }
        assertThatCode(() -> passwords.check("nudge the teapot downhill", "Ada"))
                .doesNotThrowAnyException();
        assertThatCode(() -> passwords.check("no such words", "Ada")).doesNotThrowAnyException();
    }

    @Test
    void from_8_to_256_characters_are_taken_whatever_their_bytes() {
        assertThatCode(() -> passwords.check("t5#Kq9zw", "Ada")).doesNotThrowAnyException();
        assertThatCode(() -> passwords.check("🂡🂢🂣🂤🂥🂦🂧🂨", "Ada")).doesNotThrowAnyException();
        assertThatCode(() -> passwords.check("wxyz".repeat(64), "Ada")).doesNotThrowAnyException();
        assertThatThrownBy(() -> passwords.check("t5#Kq9z", "Ada")).hasMessageContaining("got 7");
        assertThatThrownBy(() -> passwords.check("wxyz".repeat(64) + "!", "Ada"))
                .hasMessageContaining("got 257");
    }

    @Test
    void a_hash_is_salted_and_knows_every_character() {
        String encoded = passwords.encode("x".repeat(200) + "1");
        assertThat(encoded).startsWith("$2a$").isNotEqualTo(passwords.encode("x".repeat(200) + "1"));
        assertThat(passwords.matches("x".repeat(200) + "1", encoded)).isTrue();
        assertThat(passwords.matches("x".repeat(200) + "2", encoded)).isFalse();
        assertThat(passwords.matches("anything", null)).isFalse();
    }
}
