package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nudge.labeller.intake.ImageSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a folder stands for. */
class ImportFilesTest {
    @TempDir
    private Path folder;

    /** What is told of files that are not read. */
    private static final class Told implements ImageSink {
        final List<String> failures = new ArrayList<>();
        final List<String> leftOut = new ArrayList<>();
        final List<String> notes = new ArrayList<>();

        static Told of(ImportFiles files) {
            Told told = new Told();
            files.tell(told);
            return told;
        }

        @Override
        public void image(String name, byte[] pixels, @Nullable Integer digit) {
            throw new AssertionError("it holds no images");
        }

        @Override
        public void unreadable(String name, String reason) {
            failures.add(name + ": " + reason);
        }

        @Override
        public void leftOut(String name) {
            leftOut.add(name);
        }

        @Override
        public void note(String name, String note) {
            notes.add(name + ": " + note);
        }
    }

    private Path file(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, path);
    }

    private List<String> inside(ImportFiles files, Path root) {
        return files.files().stream()
                .map(file -> root.relativize(file).toString().replace('\\', '/'))
                .toList();
    }

    @Test
    void links_are_followed_and_loops_are_noticed() throws IOException {
        file("elsewhere/5/a.png");
        Path root = file("in/4/b.png").getParent().getParent();
        Files.createSymbolicLink(root.resolve("linked"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(root.resolve("c.png"), folder.resolve("elsewhere/5/a.png"));
        Files.createSymbolicLink(root.resolve("4/loop"), root);
        Files.createSymbolicLink(root.resolve("nowhere.png"), folder.resolve("missing"));
        ImportFiles files = ImportFiles.of(List.of(root));
        assertThat(inside(files, root)).containsExactly("4/b.png", "c.png", "linked/5/a.png");
        Told told = Told.of(files);
        assertThat(told.notes).singleElement().asString().contains("4/loop: a link to a folder that it lies in");
        assertThat(told.failures).singleElement().asString().contains("nowhere.png", "leads nowhere");
    }

    @Test
    void hidden_and_system_files_are_left_out_and_counted_unless_they_were_asked_for() throws IOException {
        file("in/7/a.png");
        Path hidden = file("in/.x/3/b.png").getParent();
        for (String path : List.of(
                ".DS_Store",
                "7/._a.png",
                "@eaDir/a.png",
                "__MACOSX/7/a.png",
                "Desktop.ini",
                "7/Thumbs.db",
                ".git/d/e")) {
            file("in/" + path);
        }
        Path root = folder.resolve("in");
        Files.createSymbolicLink(root.resolve(".disk"), Path.of("/"));
        ImportFiles files = ImportFiles.of(List.of(root));
        assertThat(inside(files, root)).containsExactly("7/a.png");
        assertThat(Told.of(files).leftOut).hasSize(9);
        assertThat(inside(ImportFiles.of(List.of(hidden)), hidden)).containsExactly("b.png");
    }

    @Test
    void nothing_to_import_is_a_failure_that_says_what_was_looked_for() throws IOException {
        Path root = file("in/.x/a.png").getParent().getParent();
        assertThatThrownBy(() -> ImportFiles.of(List.of(root)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("expected PNG, JPEG, ZIP, IDX or CSV files in " + root
                        + ", found none but 1 hidden or system files");
        assertThatThrownBy(() -> ImportFiles.of(List.of(root.resolve("b"))))
                .isInstanceOf(WrongUseException.class)
                .hasMessageContaining("is not there");
    }

    @Test
    void labels_go_with_their_images_however_both_are_given() throws IOException {
        Path images = file("a b/TRAIN-IMAGES.idx3-ubyte");
        Path labels = file("a b/train-labels-idx1-ubyte.gz");
        file("a b/t10k-labels-idx1-ubyte.gz");
        Path detour = folder.resolve("a b/../a b/./train-labels-idx1-ubyte.gz");
        for (List<Path> given :
                List.of(List.of(images), List.of(images, labels), List.of(detour, images), List.of(labels, images))) {
            ImportFiles files = ImportFiles.of(given);
            assertThat(files.files()).as(given.toString()).containsExactly(images);
            try (InputStream in = files.labels(images)) {
                assertThat(in).as(given.toString()).hasContent("a b/train-labels-idx1-ubyte.gz");
            }
        }
        assertThat(ImportFiles.of(List.of(labels)).files()).containsExactly(labels);
    }
}
