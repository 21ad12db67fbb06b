package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Rectangle;

/** Browsing the pool, and adding to it. */
@Tag("server")
@ExtendWith(PagesNudge.Shared.class)
class ImagesPageTest {
    private final PagesNudge nudge;
    private final Chromium page;

    @TempDir
    private Path folder;

    ImagesPageTest(PagesNudge nudge) {
        this.nudge = nudge;
        this.page = nudge.browser;
    }

    @BeforeEach
    void open() {
        page.closeTab();
        page.open("/images.html");
        page.await(() -> !page.all("#grid .cell").isEmpty());
    }

    @Test
    void images_are_filtered_browsed_and_their_timeline_is_read_by_keyboard() {
        page.tabTo("#state");
        page.press("Lab");
        page.await(() -> page.text("#grid .cell .cell-text").matches("\\d.*"));
        page.tabTo("#grid .cell");
        page.press(Keys.ARROW_RIGHT, Keys.ARROW_DOWN, Keys.ENTER);
        page.await(() -> page.text("#timeline").contains("Added"));
        assertThat(page.text("#timeline")).contains("Labelled").contains("position");
        String id = page.text("#history-id");
        page.press(Keys.ESCAPE);
        page.await(() -> !page.one("#history").isDisplayed());
        assertThat(page.focused().getAttribute("data-image")).isEqualTo(id);
        page.tabBack();
        page.press(id.substring(0, 8));
        page.await(() -> page.each("#grid .cell", "data-image").equals(List.of(id)));
    }

    @Test
    void chosen_files_come_in_with_progress_and_the_bad_one_is_named_with_the_reason() throws IOException {
        page.one("#files").sendKeys(files("chosen").stream().map(Path::toString).collect(Collectors.joining("\n")));
        assertCameIn("chosen");
    }

    @Test
    void dropped_files_come_in_as_well() throws IOException {
        Rectangle drop = page.one("#drop").getRect();
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            page.devTools(
                    "Input.dispatchDragEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            drop.x + drop.width / 2,
                            "y",
                            drop.y + drop.height / 2,
                            "data",
                            Map.of(
                                    "items",
                                    List.of(),
                                    "files",
                                    files("dropped").stream()
                                            .map(Path::toString)
                                            .toList(),
                                    "dragOperationsMask",
                                    1)));
        }
        assertCameIn("dropped");
    }

    @Test
    void a_near_duplicate_of_a_held_out_image_is_shown_beside_it_and_decided_by_keyboard()
            throws IOException, InterruptedException {
        String used = putAside(0);
        String left = putAside(1);
        page.tabTo("#state");
        page.press("Put");
        page.await(() -> Set.copyOf(page.each(".pair", "data-image")).equals(Set.of(used, left)));
        page.screenshot("put-aside");
        page.dark(true);
        page.screenshot("put-aside-dark");
        page.dark(false);
        page.tabTo(".pair");
        page.press(page.focused().getAttribute("data-image").equals(used) ? "n" : "s");
        page.await(() -> page.all(".pair").size() == 1);
        page.press(page.focused().getAttribute("data-image").equals(used) ? "n" : "s");
        page.await(() -> page.all(".pair").isEmpty());
        assertThat(nudge.api.get("/api/images/" + used).get("aside").asString()).isEqualTo("taken-in");
        assertThat(nudge.api.get("/api/images/" + left).get("aside").asString()).isEqualTo("left-out");
    }

    /** One of MNIST's held-out images comes again, a pixel to the right. */
    private String putAside(int testImage) throws InterruptedException {
        byte[] pixels = Mnist.test().image(testImage);
        byte[] moved = new byte[784];
        System.arraycopy(pixels, 0, moved, 1, 783);
        UUID image = nudge.api.add(moved);
        assertThat(nudge.api.get("/api/images/" + image).get("aside").asString())
                .isEqualTo("waiting");
        return image.toString();
    }

    private void assertCameIn(String name) {
        page.await(() -> page.text("#sum").equals("2 added, 1 not read in all."));
        assertThat(page.all(".upload progress"))
                .hasSize(3)
                .allMatch(bar -> bar.getAttribute("value").equals("1"));
        assertThat(page.all(".upload-failures"))
                .singleElement()
                .satisfies(failures -> assertThat(failures.getText())
                        .contains(name + "-bad.png")
                        .contains("expected"));
    }

    /** A photo in PNG, one in JPEG, and a file that is neither. */
    private List<Path> files(String name) throws IOException {
        Path bad = folder.resolve(name + "-bad.png");
        Files.writeString(bad, "this is no picture");
        return List.of(photo(name, "png", 40), photo(name, "jpg", 70), bad);
    }

    /** Dark ink on grey paper; another digit for another name. */
    private Path photo(String name, String format, int slant) throws IOException {
        BufferedImage photo = new BufferedImage(160, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D ink = photo.createGraphics();
        ink.setColor(new Color(220, 215, 200));
        ink.fillRect(0, 0, 160, 200);
        ink.setColor(new Color(30, 30, 60));
        ink.setStroke(new BasicStroke(14, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        ink.drawLine(40, 40, 120, 40);
        ink.drawLine(120, 40, 40 + slant + name.length(), 160);
        ink.dispose();
        Path file = folder.resolve(name + "." + format);
        ImageIO.write(photo, format, file.toFile());
        return file;
    }
}
