package nudge.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nudge.embedded.FileFailure;
import nudge.labeller.intake.HiddenFiles;
import nudge.labeller.intake.IdxPairs;
import nudge.labeller.intake.ImageSink;
import org.jspecify.annotations.Nullable;

/** The files that paths stand for: themselves, and of folders whatever lies below, behind links as well. */
final class ImportFiles {
    private final List<Path> lookedIn;
    private final List<Path> files = new ArrayList<>();
    /** What the sink is told of files that are not read. */
    private final List<Consumer<ImageSink>> remarks = new ArrayList<>();
    /** By its name without detours: one file may be given in several ways. */
    private final Map<String, Path> known = new LinkedHashMap<>();

    private IdxPairs pairs = new IdxPairs(List.of());
    private int hidden;

    private ImportFiles(List<Path> lookedIn) {
        this.lookedIn = lookedIn;
    }

    /**
     * As {@link #below}.
     *
     * @throws CommandFailedException when there is no file at all
     */
    static ImportFiles of(List<Path> paths) throws IOException {
        ImportFiles found = below(paths);
        if (found.files.isEmpty() && found.remarks.size() == found.hidden) {
            throw new CommandFailedException("expected PNG, JPEG, ZIP, IDX or CSV files in " + found.lookedIn()
                    + ", found none" + (found.hidden == 0 ? "" : " but " + found.hidden + " hidden or system files"));
        }
        return found;
    }

    /**
     * Looks for the files, those of a folder in the order of their names. Labels of IDX go with their images.
     *
     * @throws WrongUseException when a path is not there
     */
    static ImportFiles below(List<Path> paths) throws IOException {
        ImportFiles found = new ImportFiles(paths);
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new WrongUseException("expected a file or folder, but " + path + " is not there");
            }
            List<Path> below = new ArrayList<>();
            Files.walkFileTree(
                    path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, found.new Walk(path, below));
            below.stream().sorted().forEach(found.files::add);
        }
        found.pair();
        return found;
    }

    private void pair() throws IOException {
        for (Path file : files) {
            known.put(plain(file), file);
        }
        IdxPairs given = new IdxPairs(known.keySet());
        files.removeIf(file -> given.areLabelsOfAnother(plain(file)));
        for (Path images : files) {
            if (IdxPairs.isImages(plain(images)) && given.labelsOf(plain(images)) == null) {
                lookBeside(images);
            }
        }
        pairs = new IdxPairs(known.keySet());
    }

    private void lookBeside(Path images) throws IOException {
        try (Stream<Path> beside =
                Files.list(images.toAbsolutePath().normalize().getParent())) {
            beside.filter(Files::isRegularFile).sorted().forEach(file -> known.putIfAbsent(plain(file), file));
        } catch (AccessDeniedException denied) {
            remarks.add(
                    to -> to.note(images.toString(), "its folder may not be listed: labels beside it are not found"));
        }
    }

    private static String plain(Path file) {
        return file.toAbsolutePath().normalize().toString();
    }

    List<Path> files() {
        return files;
    }

    /** The paths, for people. */
    String lookedIn() {
        return lookedIn.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    /** Opens the labels of a file of IDX images, or returns null when there are none. */
    @Nullable
    InputStream labels(Path file) throws IOException {
        String labels = pairs.labelsOf(plain(file));
        return labels == null ? null : Files.newInputStream(known.get(labels));
    }

    /** Tells what is not read, and why. */
    void tell(ImageSink to) {
        remarks.forEach(remark -> remark.accept(to));
    }

    private final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final List<Path> below;

        private Walk(Path root, List<Path> below) {
            this.root = root;
            this.below = below;
        }

        private boolean isHidden(Path path) {
            String inside = root.relativize(path).toString().replace('\\', '/');
            return !path.equals(root) && HiddenFiles.isHidden(inside);
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            if (!isHidden(folder)) {
                return FileVisitResult.CONTINUE;
            }
            countHidden(folder);
            return FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isHidden(file)) {
                leaveOut(file);
            } else if (attributes.isRegularFile()) {
                below.add(file);
            } else if (attributes.isSymbolicLink()) {
                remarks.add(to -> to.unreadable(file.toString(), "expected a file, got a link that leads nowhere"));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failed) {
            if (isHidden(file)) {
                leaveOut(file);
            } else if (failed instanceof FileSystemLoopException) {
                remarks.add(to ->
                        to.note(file.toString(), "a link to a folder that it lies in, which is not read once more"));
            } else {
                remarks.add(
                        to -> to.unreadable(file.toString(), "expected to read it, but " + FileFailure.reason(failed)));
            }
            return FileVisitResult.CONTINUE;
        }

        /** Behind a hidden link may be the whole disk: it counts as one. */
        private void countHidden(Path folder) throws IOException {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(file -> !Files.isDirectory(file, java.nio.file.LinkOption.NOFOLLOW_LINKS))
                        .forEach(this::leaveOut);
            } catch (java.io.UncheckedIOException unreadable) {
                leaveOut(folder);
            }
        }

        private void leaveOut(Path file) {
            hidden++;
            remarks.add(to -> to.leftOut(file.toString()));
        }
    }
}
