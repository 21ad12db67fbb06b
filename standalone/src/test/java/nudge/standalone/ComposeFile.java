package nudge.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The project's docker-compose.yml, which alone says which images are used. */
final class ComposeFile {
    static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private ComposeFile() {}

    /** The image of a name with its version. */
    static String image(String name) {
        try {
            Matcher image = Pattern.compile("image: (" + Pattern.quote(name) + ":\\S+)")
                    .matcher(Files.readString(PROJECT.resolve("docker-compose.yml")));
            if (!image.find()) {
                throw new AssertionError("expected docker-compose.yml to name an image " + name + ", got none");
            }
            return image.group(1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
