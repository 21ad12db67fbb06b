package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** What the pages show when not all is well, and that they go on by themselves when it is again. */
@Tag("server")
@ExtendWith(PagesNudge.Shared.class)
class StatesPageTest {
    private final PagesNudge nudge;
    private final Chromium page;

    StatesPageTest(PagesNudge nudge) {
        this.nudge = nudge;
        this.page = nudge.browser;
    }

    @BeforeEach
    void open() {
        page.closeTab();
    }

    @AfterEach
    void allIsWellAgain() {
        page.offline(false);
        page.block();
        nudge.databaseStands(false);
    }

    @ParameterizedTest
    @CsvSource({
        "/images.html, #filter select#digit, 3, #message, #grid .cell",
        "/audit.html, #labels, ENTER, #empty, #rows tr",
        "/tokens.html, #name, name, #problem, #rows tr",
        "/people.html, #note, somebody, #problem, #rows tr",
        "/account.html, #current, whatever, #problem, #pages a",
        "/quality.html, #policy-name, s, #loading, #progress dd"
    })
    void without_a_network_a_page_says_so_where_one_looks_and_goes_on_with_it(
            String path, String control, String keys, String place, String part) {
        page.open(path);
        page.await(() -> !page.all(part).isEmpty());
        page.offline(true);
        page.tabTo(control);
        boolean isForm = place.equals("#problem");
        page.press(keys.equals("ENTER") ? Keys.ENTER : keys);
        if (isForm) {
            page.press(Keys.TAB, "longer than eight");
            page.choose("#form [type=submit]");
        }
        page.awaitStatus("Offline\\..*");
        page.await(() -> page.text(place).matches("There is no network.*|Waiting for Nudge.*"));
        page.offline(false);
        page.awaitStatus("All labels saved");
        page.await(() -> isForm || page.text(place).isEmpty());
        page.await(() -> page.all(part).stream().anyMatch(found -> found.isDisplayed()));
    }

    @Test
    void a_page_that_is_opened_while_nudge_is_away_says_so_and_begins_when_it_is_back() {
        page.open("/favicon.svg");
        page.block("*/api/*");
        page.open("/tokens.html");
        page.awaitStatus("Nudge does not answer; trying again\\.");
        assertThat(page.text("#empty")).isEqualTo("One moment.");
        page.block();
        page.await(() -> page.text("#rows").contains("Programs on this machine"));
        page.awaitStatus("All labels saved");
    }

    @Test
    void while_the_database_stands_still_a_label_is_kept_and_then_sent() throws InterruptedException {
        page.open("/");
        String image = page.awaitNextImage("");
        nudge.databaseStands(true);
        page.press("7");
        page.awaitStatus("The database is down\\. 1 label kept on this device\\.");
        nudge.databaseStands(false);
        page.awaitStatus("All labels saved");
        assertThat(nudge.labels(image)).hasSize(1);
    }

    @Test
    void a_session_that_ends_in_the_middle_leads_to_the_sign_in_page_and_back_without_losing_a_label()
            throws InterruptedException {
        try (Chromium own = nudge.newBrowser()) {
            own.accept(nudge.invite("annotator"), "Katherine Johnson", PagesNudge.PASSWORD);
            String image = own.awaitNextImage("");
            int before = nudge.labels(image).size();
            own.devTools("Network.deleteCookies", Map.of("name", "nudge-session-" + own.port(), "url", own.http()));
            own.press("4");
            own.await(() -> own.text("#notice").startsWith("Your session has ended: sign in again. 1 label not sent"));
            own.signIn("Katherine Johnson", PagesNudge.PASSWORD);
            own.awaitPath("/");
            own.awaitStatus("All labels saved");
            assertThat(nudge.labels(image)).hasSize(before + 1);
        }
    }

    @Test
    void who_may_not_see_a_page_sees_why_and_a_way_back() throws IOException, InterruptedException {
        try (Chromium own = nudge.newBrowser()) {
            own.accept(nudge.invite("annotator"), "Ida Rhodes", PagesNudge.PASSWORD);
            own.open("/people.html");
            assertThat(own.text("main")).contains("Not for your role").contains("ask an administrator");
            assertThat(own.violations()).isEmpty();
            own.choose("main a");
            own.awaitNextImage("");
        }
        page.open("/nothing.html");
        assertThat(page.text("h1")).isEqualTo("Nothing is here");
        page.open("/api/export?format=csv&position=999999999");
        assertThat(page.text("main")).contains("position").doesNotContain("{");
    }

    @Test
    void a_one_time_link_waits_for_nudge_instead_of_seeming_used() throws InterruptedException {
        String link = nudge.invite("annotator");
        page.block("*/api/welcome/opened");
        page.visit(link);
        page.await(() ->
                page.text("#opening").equals("Nudge does not answer. This page keeps trying; the link stays good."));
        page.block();
        page.await(() -> page.one("#form").isDisplayed());
    }

    @Test
    void a_filter_that_nothing_suits_says_so() {
        page.open("/images.html");
        page.await(() -> !page.all("#grid .cell").isEmpty());
        page.tabTo("#id");
        page.press("0".repeat(16));
        page.await(() -> page.text("#message").equals("No images match."));
        assertThat(page.all("#grid .cell")).isEqualTo(List.of());
    }
}
