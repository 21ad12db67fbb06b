package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import nudge.labeller.image.Pixels;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;

/**
 * Quality, one annotator, one's own labels, Review and Gold, by keyboard alone, beside a small crowd: three who label right, and
 * one who is wrong every time. The policy is the default again afterwards, for the tests of the other pages. Long because
 * all its pages need the same crowd.
 */
@Tag("server")
@ExtendWith(PagesNudge.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QualityPagesTest {
    private static final int LABELS_EACH = 40;

    /** Makes a token of that name in the browser: only people who are signed in make any. Returns its secret. */
    private static final String MAKE_TOKEN = """
            const [name] = arguments;
            return import("/js/access/access-api.js")
              .then(({ makeToken }) => makeToken(name, "annotator", 1))
              .then(({ secret }) => secret);""";

    private final PagesNudge nudge;
    private final Chromium page;
    private final Map<String, String> people = new HashMap<>(); // name -> token
    private final Map<String, Integer> heldOut = new HashMap<>(); // image -> digit

    QualityPagesTest(PagesNudge nudge) {
        this.nudge = nudge;
        this.page = nudge.browser;
        Mnist test = Mnist.test();
        for (int i = 0; i < test.size(); i++) {
            heldOut.put(Pixels.of(test.image(i)).imageId().toString(), test.digit(i));
        }
    }

    /** The digit that people once gave an image of MNIST: gold is held out. */
    private int digit(String image) {
        Integer known = heldOut.get(image);
        return known == null ? nudge.digit(image) : known;
    }

    @BeforeAll
    void aCrowdLabels() throws InterruptedException {
        page.closeTab();
        page.open("/quality.html");
        page.await(() -> page.text("#policy").startsWith("Solo"));
        assertThat(page.one("#settings-part").isDisplayed()).isFalse();
        page.tabTo("#policy-name");
        page.press("c");
        page.tabTo("#setting-most");
        page.press(Keys.chord(Keys.CONTROL, "a"), "2");
        page.tabTo("#setting-quiz");
        page.press(Keys.chord(Keys.CONTROL, "a"), "0", Keys.ENTER);
        page.await(() -> page.text("#cost").contains("would be open"));
        assertThat(page.text("#changes")).isEqualTo("The policy solo becomes crowd");
        page.choose("#apply");
        page.await(() -> page.text("#policy").startsWith("Crowd, since position"));
        for (int round = 0; round < 2; round++) {
            label("Good One", digit -> digit);
            label("Good Two", digit -> digit);
            label("Wrong Always", digit -> (digit + 1) % 10);
            label("Good Three", digit -> digit);
        }
    }

    /** Labels with a token of that name; one token is one annotator. */
    private void label(String name, IntUnaryOperator given) throws InterruptedException {
        String token = people.computeIfAbsent(name, this::token);
        Api api = new Api(URI.create(page.http()), () -> token);
        int labels = 0;
        while (labels < LABELS_EACH) {
            List<Api.Task> tasks = tasks(api);
            if (tasks.isEmpty()) {
                return;
            }
            for (Api.Task task : tasks) {
                api.label(task, given.applyAsInt(digit(task.image().toString())), 600);
                labels++;
            }
        }
    }

    /** None for who is distrusted by the rule already. */
    private static List<Api.Task> tasks(Api api) throws InterruptedException {
        try {
            List<Api.Task> tasks = api.tasks(8);
            assertThat(tasks).isNotEmpty();
            return tasks;
        } catch (RefusedRequestException refused) {
            assertThat(refused.getMessage())
                    .contains("your labels have no weight")
                    .contains("ask a reviewer");
            return List.of();
        }
    }

    private String token(String name) {
        return String.valueOf(page.script(MAKE_TOKEN, name));
    }

    @AfterAll
    void soloAgain() throws InterruptedException {
        page.closeTab();
        page.open("/quality.html");
        page.await(() -> page.text("#policy").startsWith("Crowd"));
        page.tabTo("#policy-name");
        page.press("s");
        page.tabTo("#preview");
        page.press(Keys.ENTER);
        page.await(() -> page.one("#apply").isEnabled());
        page.choose("#apply");
        page.await(() -> page.text("#policy").startsWith("Solo"));
        // All labels have weight again, so that no image is left open that has one: other tests share the pool.
        String wrong = id("Wrong Always");
        if (state(wrong).equals("distrusted")) {
            nudge.api.post("/api/annotators/" + wrong + "/trust", Map.of("from", 0));
        }
        page.await(() -> recomputed());
    }

    /** Whether the images have been looked at again for the latest decision. */
    private boolean recomputed() {
        try {
            JsonNode last = nudge.api.get("/api/quality").get("recompute");
            JsonNode wrong =
                    nudge.api.get("/api/annotators/" + id("Wrong Always")).get("decisions");
            return !last.get("running").asBoolean()
                    && last.get("cause").asLong()
                            >= wrong.get(wrong.size() - 1).get("position").asLong();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @BeforeEach
    void newTab() {
        page.closeTab();
    }

    @Test
    void a_change_after_the_preview_has_to_be_previewed_again_and_a_bad_value_is_explained() {
        page.open("/quality.html");
        page.await(() -> page.one("#settings-part").isDisplayed());
        assertThat(page.one("#apply").isEnabled()).isFalse();
        page.tabTo("#setting-settle_at");
        page.press(Keys.chord(Keys.CONTROL, "a"), "0.95", Keys.ENTER);
        page.await(() -> page.one("#apply").isEnabled());
        assertThat(page.text("#changes")).isEqualTo("settle_at 0.97 becomes 0.95");
        page.press(Keys.BACK_SPACE);
        page.await(() -> page.text("#cost").equals("Changed since the preview: preview it again."));
        assertThat(page.one("#apply").isEnabled()).isFalse();
        page.tabTo("#setting-unsettle_below");
        page.press(Keys.chord(Keys.CONTROL, "a"), "0.99", Keys.ENTER);
        page.await(() ->
                page.text("#problem").contains("settle_below: expected at most settle_at, which is 0.9, got 0.99"));
    }

    @Test
    void quality_tells_progress_agreement_and_who_labels_and_leads_to_each() {
        page.open("/quality.html");
        page.await(() -> page.text("#rows").contains("Wrong Always"));
        page.await(() -> page.text("#progress").contains("labels per image"));
        page.await(() -> !page.text("#agreement").isEmpty());
        assertThat(page.text("#alpha")).matches("[−\\d.]+|undefined");
        assertThat(page.all("#digits tr")).hasSize(10);
        page.choose("#rows a[data-focus='" + id("Wrong Always") + "']");
        page.await(() -> page.text("#name").contains("Wrong Always"));
    }

    @Test
    void somebody_is_distrusted_from_a_position_only_after_a_preview_and_trusted_again() throws InterruptedException {
        String wrong = id("Wrong Always");
        page.open("/annotator.html?id=" + wrong);
        page.await(() -> page.one("#figures").isDisplayed());
        assertThat(page.all("#confusion td")).hasSize(100);
        boolean distrusted = state(wrong).equals("distrusted"); // by the rule, if it met enough gold
        decide(distrusted ? "t" : "d");
        page.await(() -> state(wrong).equals("distrusted") != distrusted);
        page.await(() -> page.text("#decisions").contains(distrusted ? "trusted from" : "distrusted from"));
        decide(distrusted ? "d" : "t");
        page.await(() -> state(wrong).equals("distrusted") == distrusted);
        page.open("/audit.html");
        page.choose("#labels");
        // What the decision changed in other images stands above it.
        page.await(() -> page.text("#rows").contains("distrusted from position 0") || older());
    }

    /** Asks for older rows, if there are any; always false. */
    private boolean older() {
        if (page.one("#older").isDisplayed() && page.one("#older").isEnabled()) {
            page.choose("#older");
        }
        return false;
    }

    /** @param action the first letter of what to choose */
    private void decide(String action) {
        page.tabTo("#action");
        page.press(action);
        page.tabTo("#from");
        page.press(Keys.chord(Keys.CONTROL, "a"), "0");
        assertThat(page.one("#apply").isEnabled()).isFalse();
        page.press(Keys.ENTER);
        page.await(() -> page.text("#effect").contains("weight"));
        page.await(() -> page.one("#apply").isEnabled());
        page.choose("#apply");
        page.await(() -> page.text("#effect").startsWith("Done"));
    }

    private String state(String annotator) {
        return get("/api/annotators/" + annotator, "state");
    }

    private String get(String path, String field) {
        try {
            return nudge.api.get(path).get(field).asString();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private String id(String name) {
        try {
            return nudge.api
                    .get("/api/annotators")
                    .valueStream()
                    .filter(person -> person.get("name").asString().contains(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("expected " + name + " among those who label"))
                    .get("id")
                    .asString();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void disputes_are_adjudicated_skipped_and_taken_back_by_keyboard_and_the_timeline_tells_it_in_words()
            throws InterruptedException {
        page.open("/review.html");
        String first = page.awaitNextImage("");
        assertThat(page.all("#rows tr")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(page.all("#posterior li")).hasSize(10);
        page.press("s");
        String second = page.awaitNextImage(first);
        page.press(String.valueOf(digit(second)));
        String third = page.awaitNextImage(second);
        page.await(() -> digitOf(second) == digit(second));
        page.press("u");
        page.await(() -> page.image().equals(second));
        page.await(() -> types(second).contains("adjudication.retracted"));
        page.press("c");
        page.await(() -> page.focused().getAttribute("id").equals("comment"));
        page.press("a 7, not a 1", Keys.ENTER, "-");
        page.await(() -> page.image().equals(third));
        assertThat(page.text("#done")).endsWith("is adjudicated: not a digit.");
        page.await(() ->
                types(second).endsWith("label.adjudicated") || types(second).contains("image.rejected"));

        page.open("/images.html");
        page.await(() -> !page.all("#grid .cell").isEmpty());
        page.tabTo("#id");
        page.press(second);
        page.await(() -> page.each("#grid .cell", "data-image").equals(List.of(second)));
        page.tabTo("#grid .cell");
        page.press(Keys.ENTER);
        page.await(() -> page.text("#timeline").contains("Adjudicated: not a digit, \"a 7, not a 1\""));
        assertThat(page.text("#timeline")).contains("Sent to review: its labels disagree");
        page.await(() -> page.one("#why").isDisplayed());
        assertThat(page.text("#why-labels")).contains("trust");
    }

    private int digitOf(String image) {
        try {
            return nudge.api.get("/api/images/" + image).path("digit").asInt(-1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The types of an image's events, the oldest first. */
    private String types(String image) {
        try {
            StringBuilder types = new StringBuilder();
            nudge.api
                    .get("/api/images/" + image + "/history")
                    .forEach(event -> types.append(' ').append(event.get("type").asString()));
            return types.toString();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void gold_is_corrected_and_retired_by_keyboard_with_a_reason() {
        page.open("/gold.html");
        page.await(() -> page.all("#rows tr").size() > 1);
        page.tabTo("#rows [data-focus^='correct']");
        String image = page.focused().getAttribute("data-focus").substring("correct ".length());
        page.press(Keys.ENTER);
        page.await(() -> page.one("#decision").isDisplayed());
        page.press("8", Keys.TAB, "the loop is closed", Keys.ENTER);
        page.await(() -> page.text("#done").startsWith("Corrected."));
        page.await(() ->
                page.text("#rows tr:has([data-focus='retire " + image + "'])").contains("8"));
        page.tabTo("#rows [data-focus='retire " + image + "']");
        page.press(Keys.ENTER);
        page.await(() -> page.one("#decision").isDisplayed());
        page.press("not to be told from a 3", Keys.ENTER);
        page.await(() -> page.text("#done").startsWith("Retired."));
        page.await(() -> page.all("[data-focus='retire " + image + "']").isEmpty());
    }

    @Test
    void the_pages_are_sound_with_the_labels_of_a_crowd() throws IOException {
        page.open("/quality.html");
        page.await(() -> page.one("#agreement-part").isDisplayed());
        EveryPageTest.assertSound(page, "quality", "#rows a", 4);
        page.open("/annotator.html?id=" + id("Good One"));
        EveryPageTest.assertSound(page, "annotator", "#confusion td", 100);
        page.open("/my-quality.html");
        EveryPageTest.assertSound(page, "my-quality", "#confusion td", 100);
        page.open("/review.html");
        page.awaitNextImage("");
        EveryPageTest.assertSound(page, "review", "#rows tr", 2);
        page.open("/gold.html");
        EveryPageTest.assertSound(page, "gold", "#rows tr", 2);
    }

    @Test
    void who_may_only_label_sees_their_own_labels_and_no_page_for_reviewers() throws InterruptedException {
        try (Chromium own = nudge.newBrowser()) {
            own.accept(nudge.invite("annotator"), "Mary Cartwright", PagesNudge.PASSWORD);
            String image = own.awaitNextImage("");
            own.press(String.valueOf(digit(image)));
            own.awaitNextImage(image);
            own.awaitStatus("All labels saved");
            own.await(() -> own.text("#learned").equals("–"));
            own.open("/my-quality.html");
            own.await(() -> own.one("#figures").isDisplayed());
            assertThat(own.text("#pages"))
                    .contains("My labels")
                    .doesNotContain("Review")
                    .doesNotContain("Gold");
            own.open("/review.html");
            assertThat(own.text("main")).contains("Not for your role");
        }
    }

    @Test
    void whoever_is_distrusted_gets_no_image_and_is_told_what_to_do_until_somebody_trusts_them()
            throws InterruptedException {
        try (Chromium own = nudge.newBrowser()) {
            own.accept(nudge.invite("annotator"), "Emmy Murphy", PagesNudge.PASSWORD);
            String image = own.awaitNextImage("");
            own.press(String.valueOf(digit(image)));
            own.awaitNextImage(image);
            own.awaitStatus("All labels saved");
            String emmy = "/api/annotators/" + id("Emmy Murphy");
            nudge.api.post(emmy + "/distrust", Map.of("from", 0));
            // The page has some images: when it asks for more, it is told.
            own.await(() -> {
                boolean told = own.text("#message").contains("Your labels do not count at the moment");
                if (!told) {
                    own.press("1");
                }
                return told;
            });
            assertThat(own.text("#message")).contains("Ask a reviewer to look at your labels");
            own.awaitStatus("All labels saved");
            own.open("/bulk.html");
            own.await(() -> own.text("#message").contains("Ask a reviewer to look at your labels"));
            nudge.api.post(emmy + "/trust", Map.of("from", 0));
            own.open("/");
            own.awaitNextImage("");
        }
    }

    @Test
    void who_is_sure_of_a_label_asks_a_reviewer_by_keyboard_to_look_at_the_image() throws Exception {
        try (Chromium own = nudge.newBrowser()) {
            own.accept(nudge.invite("annotator"), "Sophie Germain", PagesNudge.PASSWORD);
            List<String> labelled = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String image = own.awaitNextImage("");
                own.press(String.valueOf(digit(image)));
                own.awaitNextImage(image);
                labelled.add(image);
            }
            own.awaitStatus("All labels saved");
            own.open("/my-quality.html");
            own.await(() -> own.all("#own-rows button").size() == 3);
            own.tabTo("#own-rows button");
            own.press(Keys.ENTER);
            own.await(() -> own.all("#own-rows button").size() == 2);
            assertThat(own.text("#own-rows tr")).endsWith("A reviewer will look at it.");
            assertThat(own.focused().getText()).isEqualTo("A reviewer will look at it.");
            String latest = labelled.get(2);
            assertThat(contested()).contains(latest).doesNotContain(labelled.get(0), labelled.get(1));
            own.tabTo("#own-digit");
            own.press(String.valueOf(digit(labelled.get(0))));
            own.await(() -> !own.all("#own-rows tr").isEmpty()
                    && own.all("#own-rows td:nth-child(2)").stream()
                            .allMatch(given -> given.getText().endsWith(String.valueOf(digit(labelled.get(0))))));
            EveryPageTest.assertSound(own, "my-labels", "#own-rows tr", 1);
        }
    }

    private List<String> contested() throws InterruptedException {
        return nudge.api
                .get("/api/review?reason=contest&limit=200")
                .get("images")
                .valueStream()
                .map(image -> image.get("image").asString())
                .toList();
    }

    @Test
    void what_nudge_did_by_itself_is_a_line_of_the_audit_that_opens_by_keyboard() throws IOException {
        page.open("/audit.html");
        page.choose("#labels");
        page.await(() -> page.text("#rows").matches("(?s).*looked at [\\d,]+ images? again.*") || older());
        page.tabTo("#rows summary");
        page.press(Keys.ENTER);
        page.await(() -> !page.all("#rows details[open] li").isEmpty());
        assertThat(page.text("#rows tr:has(details[open])")).containsPattern("positions [\\d,]+ to [\\d,]+");
        EveryPageTest.assertSound(page, "audit-jobs", "#rows details[open] li", 1);
    }
}
