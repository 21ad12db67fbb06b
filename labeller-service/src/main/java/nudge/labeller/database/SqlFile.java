package nudge.labeller.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * Statements of more than a line: each is in a file that is named after what it does, beside the class that uses it.
 * Parameters have names, as in {@code :image}. Lines that begin with {@code --} are for the reader alone.
 */
public final class SqlFile {
    private SqlFile() {}

    /**
     * Reads a statement. Classes keep it in a constant.
     *
     * @param name of the file in the package of {@code user}, without {@code .sql}
     */
    public static String read(Class<?> user, String name) {
        String file = name + ".sql";
        try (InputStream in = user.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "expected the file " + file + " beside " + user.getName() + ", found none");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.strip().startsWith("--"))
                    .collect(Collectors.joining("\n"))
                    .strip();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
