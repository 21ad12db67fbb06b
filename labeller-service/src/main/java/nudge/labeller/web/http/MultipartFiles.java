package nudge.labeller.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.apache.tomcat.util.http.fileupload.MultipartStream.MalformedStreamException;
import org.apache.tomcat.util.http.fileupload.UploadContext;
import org.apache.tomcat.util.http.fileupload.impl.FileUploadIOException;

/** The files of a multipart/form-data body (RFC 7578), one after the other as they come; none is kept. */
public final class MultipartFiles {
    private static final int MOST_FILES = 10_000;

    private MultipartFiles() {}

    /** Reads one file of the body. */
    public interface Reader {
        /** @param name as the sender calls it; empty when they do not */
        void read(String name, InputStream in) throws IOException;
    }

    /** Whether the body says that it has several parts. */
    public static boolean isSaidToBe(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    /**
     * Reads every file of a body.
     *
     * @param body as it comes: what bounds it bounds its files together
     * @throws BadRequestException when the body is not in that form, or has something else than files
     */
    public static void each(HttpServletRequest request, InputStream body, Reader reader) throws IOException {
        try {
            FileItemIterator parts = parts(request, body);
            int files = 0;
            while (parts.hasNext()) {
                FileItemStream part = parts.next();
                if (part.isFormField()) {
                    throw new BadRequestException("expected files alone, as in curl -F file=@FILE, got the field "
                            + part.getFieldName() + ": it goes into the address, as in ?labels=folders");
                }
                if (++files > MOST_FILES) {
                    throw new BadRequestException(
                            "expected at most " + MOST_FILES + " files at once, got more: send a ZIP of them");
                }
                try (InputStream in = part.openStream()) {
                    reader.read(part.getName() == null ? "" : part.getName(), in);
                }
            }
            if (files == 0) {
                throw new BadRequestException("expected a file, as in curl -F file=@FILE, got a form without any");
            }
        } catch (MalformedStreamException
                | FileUploadException
                | FileUploadIOException
                | InvalidFileNameException bad) {
            throw new BadRequestException(
                    "expected a whole multipart/form-data body, as curl -F file=@FILE sends it, got" + " another ("
                            + bad.getMessage() + ")");
        }
    }

    /**
     * The parts of a body, one after the other as they come.
     *
     * @param body as it comes: what bounds it bounds its parts together
     * @throws FileUploadException when the body is not in that form
     */
    public static FileItemIterator parts(HttpServletRequest request, InputStream body)
            throws FileUploadException, IOException {
        return new FileUpload().getItemIterator(context(request, body));
    }

    private static UploadContext context(HttpServletRequest request, InputStream body) {
        return new UploadContext() {
            @Override
            public long contentLength() {
                return request.getContentLengthLong();
            }

            @Override
            public String getCharacterEncoding() {
                return StandardCharsets.UTF_8.name();
            }

            @Override
            public String getContentType() {
                return request.getContentType();
            }

            @Override
            public InputStream getInputStream() {
                return body;
            }
        };
    }
}
