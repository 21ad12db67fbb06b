package nudge.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/** Why a file or folder cannot be used, in words for people. */
public final class FileFailure {
    /** What the system says, and what it means for a file or folder. */
    private record Meaning(String said, String words) {}

    private static final String DENIED = "this user may not do that there";
    private static final String IN_THE_WAY = "a file is in its way";

    private static final List<Meaning> MEANINGS = List.of(
            new Meaning("Read-only file system", "its file system is read-only"),
            new Meaning("No space left", "its disk is full"),
            new Meaning("quota exceeded", "this user has no room left on its disk"),
            new Meaning("Permission denied", DENIED),
            new Meaning("Operation not permitted", DENIED),
            new Meaning("Not a directory", IN_THE_WAY),
            new Meaning("Is a directory", "it is a folder"),
            new Meaning("name too long", "its name is too long"),
            new Meaning("levels of symbolic links", "links on its path lead in a circle"));

    private FileFailure() {}

    /** The file, where it is known, and the reason. */
    static String line(IOException failure) {
        String file = failure instanceof FileSystemException files ? files.getFile() : null;
        return (file == null ? "" : file + ": ") + reason(failure);
    }

    /** Such as {@code its disk is full}: a clause without a path, and without the name of an exception. */
    public static String reason(IOException failure) {
        String said = failure instanceof FileSystemException files ? files.getReason() : failure.getMessage();
        for (Meaning meaning : MEANINGS) {
            if (said != null && said.contains(meaning.said())) {
                return meaning.words();
            }
        }
        if (failure instanceof AccessDeniedException) {
            return DENIED;
        }
        if (failure instanceof FileAlreadyExistsException || failure instanceof NotDirectoryException) {
            return IN_THE_WAY;
        }
        if (failure instanceof NoSuchFileException) {
            return "it is not there";
        }
        return said == null ? "the system does not say why" : said;
    }
}
