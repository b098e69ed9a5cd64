package dev.manykitchens.coordinator.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.coordinator.link.JournalCodec;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.proto.link.Protocol;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What a work consists of, in short: two that differ in anything that went into it have other
/// digests. A SHA-256. Confined to one thread.
public final class WorkDigest {

    private static final int ROWS = 8_192;

    private final MessageDigest digest;

    /// Of nothing yet but this build: another one may do the same work otherwise.
    public WorkDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        var _ = with(Protocol.buildVersion());
    }

    /// Adds a text.
    public WorkDigest with(String text) {
        return with(text.getBytes(UTF_8));
    }

    /// Adds bytes.
    public WorkDigest with(byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
        return this;
    }

    /// Adds jobs: their recipe's name, options and arguments.
    public WorkDigest with(Batch batch) {
        Columns arguments = batch.arguments();
        with(batch.recipe().name()).with(batch.options().toString()).with("" + batch.size());
        arguments.columns().forEach(column -> with(column.type().name()));
        for (int from = 0; from < arguments.rows(); from += ROWS) {
            with(JournalCodec.arguments(arguments, from, Math.min(arguments.rows(), from + ROWS)));
        }
        return this;
    }

    /// All that was added, as 64 hexadecimal digits; nothing is added afterwards.
    public String text() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
