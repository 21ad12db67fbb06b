package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** Coming in, letting others in, and seeing who did what: by keyboard alone. */
@Tag("server")
@ExtendWith(PagesNudge.Shared.class)
class AccessPagesTest {
    /** Has a passkey sign what one sign-in asks, and sends that to another; returns the status. */
    private static final String SIGN_FOR_ANOTHER_CHALLENGE = """
            return (async (name, password) => {
              const { signIn, signInSecond } = await import("/js/access/access-api.js");
              const { usePasskey } = await import("/js/access/passkeys.js");
              const one = await signIn(name, password);
              const other = await signIn(name, password);
              const credential = await usePasskey(one.options);
              return signInSecond(other.challenge, { credential }).then(() => 200, (error) => error.status);
            })(...arguments)""";

    private final PagesNudge nudge;
    private final Chromium admin;
    /** Somebody else's, in tests that open it. */
    private Chromium own;

    AccessPagesTest(PagesNudge nudge) {
        this.nudge = nudge;
        this.admin = nudge.browser;
    }

    @BeforeEach
    void open() {
        admin.closeTab();
    }

    @AfterEach
    void close() {
        if (own != null) {
            own.close();
        }
    }

    @Test
    void somebody_is_invited_comes_in_changes_the_password_signs_out_and_in_again() {
        admin.open("/people.html");
        admin.tabTo("#note");
        admin.press("Sofya", Keys.TAB, "rev", Keys.TAB, Keys.ENTER);
        admin.await(() -> admin.text("#made").contains("/welcome.html#"));
        admin.await(() -> admin.text("#waiting").contains("Sofya"));
        assertThat(admin.text("#waiting")).contains("Sofya").contains("reviewer");

        own = nudge.newBrowser();
        own.accept(admin.text("#made code"), "Sofya Kovalevskaya", PagesNudge.PASSWORD);
        own.choose("a[href='/account.html']");
        own.await(() -> own.text("#who").equals("Sofya Kovalevskaya, reviewer"));
        own.tabTo("#current");
        own.press(PagesNudge.PASSWORD, Keys.TAB, "theorem of rotating bodies", Keys.ENTER);
        own.await(() -> own.text("#done").equals("Your password is changed."));
        own.choose("#sign-out");
        own.awaitPath("/sign-in.html");
        own.signIn("Sofya Kovalevskaya", PagesNudge.PASSWORD);
        own.await(() -> !own.text("#problem").isEmpty());
        own.reload();
        own.signIn("Sofya Kovalevskaya", "theorem of rotating bodies");
        own.awaitPath("/");

        admin.open("/people.html");
        admin.choose("[aria-label='Erase: Sofya Kovalevskaya']");
        admin.await(() -> admin.one("#sure").isDisplayed());
        admin.press(Keys.TAB, Keys.ENTER);
        admin.await(() -> !admin.text("#rows").contains("Sofya"));
        own.reload();
        own.await(() -> own.script("return location.pathname").equals("/sign-in.html"));
    }

    @Test
    void a_passkey_is_asked_for_behind_the_password_and_a_recovery_code_stands_in_for_it_once()
            throws InterruptedException {
        try (Chromium named = nudge.newBrowserAtLocalhost()) {
            named.addAuthenticator();
            named.accept(
                    nudge.invite("annotator").replace("127.0.0.1", "localhost"), "Hedy Lamarr", PagesNudge.PASSWORD);
            named.open("/account.html");
            named.await(() -> named.text("#codes-left").equals("There are no passkeys yet."));
            named.tabTo("#proof");
            named.press(PagesNudge.PASSWORD, Keys.TAB, Keys.ENTER);
            named.await(() -> named.text("#codes-left").equals("10 recovery codes left."));
            assertThat(named.text("#passkeys")).contains("this device");
            String code = named.text("#codes code");

            signOutAndGiveThePassword(named);
            named.press(Keys.ENTER); // on the button for the passkey
            named.awaitPath("/");

            named.open("/account.html");
            named.choose("#sign-out");
            named.awaitPath("/sign-in.html");
            assertThat(named.script(SIGN_FOR_ANOTHER_CHALLENGE, "Hedy Lamarr", PagesNudge.PASSWORD))
                    .isEqualTo(403L);
            named.signIn("Hedy Lamarr", PagesNudge.PASSWORD);
            named.await(() -> named.one("#second").isDisplayed());
            named.press(Keys.ENTER);
            named.awaitPath("/");

            for (int time = 0; time < 2; time++) {
                signOutAndGiveThePassword(named);
                named.tabTo("#code");
                named.press(code, Keys.ENTER);
                if (time == 0) {
                    named.awaitPath("/");
                } else {
                    named.await(() -> named.text("#problem").contains("no recovery code"));
                }
            }
        }
    }

    private static void signOutAndGiveThePassword(Chromium named) {
        named.open("/account.html");
        named.choose("#sign-out");
        named.awaitPath("/sign-in.html");
        named.signIn("Hedy Lamarr", PagesNudge.PASSWORD);
        named.await(() -> named.one("#second").isDisplayed());
    }

    @Test
    void an_address_is_no_name_for_a_passkey() {
        admin.open("/account.html");
        admin.await(() -> admin.one("#named").isDisplayed());
        assertThat(admin.one("#named a").getAttribute("href"))
                .isEqualTo("http://localhost:" + admin.port() + "/account.html");
        assertThat(admin.one("#add-passkey").isEnabled()).isFalse();
    }

    @Test
    void a_link_that_was_used_says_so_and_leads_to_the_sign_in_page() throws InterruptedException {
        String link = nudge.invite("annotator");
        own = nudge.newBrowser();
        own.accept(link, "Emmy Noether", PagesNudge.PASSWORD);
        admin.visit(link);
        admin.await(() -> admin.one("#closed").isDisplayed());
        assertThat(admin.text("#why")).isNotEmpty();
        admin.choose("#closed a");
        // Whoever is in already needs no sign-in.
        admin.awaitPath("/");
    }

    @Test
    void a_token_is_made_and_revoked() {
        admin.open("/tokens.html");
        admin.tabTo("#name");
        admin.press("nightly import", Keys.TAB, Keys.TAB, Keys.TAB, Keys.ENTER);
        admin.await(() -> admin.text("#made").contains("nudge_"));
        admin.choose("[aria-label='Revoke: nightly import']");
        admin.await(() -> !admin.text("#rows").contains("nightly import"));
    }

    @Test
    void the_audit_shows_labels_and_who_came_in_and_older_entries() {
        admin.open("/audit.html");
        admin.await(() -> admin.text("#rows").contains("label given"));
        int newest = admin.all("#rows tr").size();
        admin.choose("#older");
        admin.await(() -> admin.all("#rows tr").size() > newest);
        admin.choose("#access");
        admin.await(() -> admin.text("#rows").contains("Ada Lovelace"));
    }
}
