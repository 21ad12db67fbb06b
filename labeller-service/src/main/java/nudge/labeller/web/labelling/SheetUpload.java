package nudge.labeller.web.labelling;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import nudge.labeller.intake.Limits;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.MultipartFiles;
import nudge.labeller.web.http.UploadedFile;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.MultipartStream.MalformedStreamException;
import org.apache.tomcat.util.http.fileupload.impl.FileUploadIOException;
import org.springframework.http.HttpStatus;

/**
 * A picture of a sheet and the boxes on it, as the fields of a form (RFC 7578).
 *
 * @param picture the file
 */
record SheetUpload(byte[] picture, SheetBody boxes) {
    private static final int MOST_JSON = 512 << 10;

    /** A picture alone, which is the body. */
    static byte[] picture(HttpServletRequest request) throws IOException {
        return read(body(request), Limits.USUAL.pictureBytes(), "a picture");
    }

    static SheetUpload of(HttpServletRequest request) throws IOException {
        String type = request.getContentType() == null ? "" : request.getContentType();
        if (!type.startsWith("multipart/form-data")) {
            throw new BadRequestException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "expected a form with the fields picture and boxes (curl -F picture=@page.jpg -F boxes=@boxes.json), got "
                            + (type.isEmpty() ? "no content type" : type));
        }
        try {
            return read(MultipartFiles.parts(request, body(request)));
        } catch (FileUploadException | FileUploadIOException | MalformedStreamException broken) {
            throw new BadRequestException("expected a form with the fields picture and boxes, got a damaged one ("
                    + broken.getMessage() + ")");
        }
    }

    private static SheetUpload read(FileItemIterator fields) throws IOException {
        byte[] picture = null;
        byte[] boxes = null;
        while (fields.hasNext()) {
            FileItemStream field = fields.next();
            try (InputStream in = field.openStream()) {
                switch (String.valueOf(field.getFieldName())) {
                    case "picture" -> picture = read(in, Limits.USUAL.pictureBytes(), "a picture");
                    case "boxes" -> boxes = read(in, MOST_JSON, "boxes");
                    default -> throw new BadRequestException("expected the fields picture and boxes, got another one");
                }
            }
        }
        if (picture == null || boxes == null) {
            throw new BadRequestException(
                    "expected the fields picture and boxes, got no " + (picture == null ? "picture" : "boxes"));
        }
        return new SheetUpload(picture, SheetBody.of(boxes));
    }

    private static InputStream body(HttpServletRequest request) throws IOException {
        return new UploadedFile(request.getInputStream(), System::nanoTime);
    }

    private static byte[] read(InputStream in, int most, String what) throws IOException {
        byte[] read = in.readNBytes(most + 1);
        if (read.length > most) {
            throw new BadRequestException(
                    HttpStatus.CONTENT_TOO_LARGE, "expected " + what + " of at most " + (most >> 10) + " KB, got more");
        }
        return read;
    }
}
