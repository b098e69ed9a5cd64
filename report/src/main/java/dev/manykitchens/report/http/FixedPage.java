package dev.manykitchens.report.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/// A page that always answers the same, packed once for all visitors who can unpack it.
public final class FixedPage implements Page {

    private final Answer plain;
    private final Answer packed;

    /// A page with this answer.
    public FixedPage(Answer answer) {
        plain = answer;
        packed =
                new Answer(
                        answer.status(),
                        answer.contentType(),
                        gzip(answer.body()),
                        answer.apart(),
                        true);
    }

    @Override
    public Answer answer(Ask ask) {
        return ask.takesGzip() ? packed : plain;
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
