package dev.manykitchens.report;

import dev.manykitchens.report.run.RunFile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Runs that were measured once and kept; see `runs/README.md`.
public final class RecordedRuns {

    public static final List<String> NAMES =
            List.of(
                    "whole",
                    "one-job",
                    "one-pool",
                    "many",
                    "failed",
                    "interrupted",
                    "no-round",
                    "load");

    private RecordedRuns() {}

    public static RunFile read(String name) {
        return RunFile.parse(text(name), name);
    }

    /// The file as it was written.
    public static String text(String name) {
        try (InputStream file =
                Objects.requireNonNull(
                        RecordedRuns.class.getResourceAsStream("/runs/" + name + ".json"), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A run whose names are what a page must not take for its own text.
    public static RunFile hostile() {
        String text =
                text("whole")
                        .replace("threads:8", "<script>alert(1)</script>")
                        .replace(
                                "processes:2x4",
                                "\\\"><img src=http://127.0.0.1:9/x onerror=alert(1)>")
                        .replace("threads:4+gil", "x".repeat(200))
                        .replace("virtual", "`unpaired &amp; \\u202Ereversed\\u0007")
                        .replace("serve_request", "</title><script>alert(2)</script>");
        return RunFile.parse(text, "hostile");
    }
}
