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
    private final PagesNudge nudge;
    private final Chromium admin;
    private Chromium own;

    AccessPagesTest(PagesNudge nudge) {
        this.nudge = nudge;
        this.admin = nudge.browser;
    }

    @BeforeEach
    void open() {
        admin.closeTab();
        own = nudge.newBrowser();
    }

    @AfterEach
    void close() {
        own.close();
    }

    @Test
    void somebody_is_invited_comes_in_changes_the_password_signs_out_and_in_again() {
        admin.open("/people.html");
        admin.tabTo("#note");
        admin.press("Sofya", Keys.TAB, "rev", Keys.TAB, Keys.ENTER);
        admin.await(() -> admin.text("#made").contains("/welcome.html#"));
        assertThat(admin.text("#waiting")).contains("Sofya").contains("reviewer");

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
    void a_link_that_was_used_says_so_and_leads_to_the_sign_in_page() throws InterruptedException {
        String link = nudge.invite("annotator");
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
