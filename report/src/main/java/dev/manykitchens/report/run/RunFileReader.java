package dev.manykitchens.report.run;

import dev.manykitchens.report.json.Json;
import dev.manykitchens.report.json.JsonShape;
import dev.manykitchens.report.text.Printable;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads runs from files that may be anything: what is no run is told in one line, and nothing
/// larger than [#MOST_BYTES] is parsed.
public final class RunFileReader {

    /// The largest file that is read. A run of 100 pools with all their timelines has about 15 MB.
    public static final int MOST_BYTES = 64_000_000;

    /// Stands for standard input where a file is named.
    public static final String STANDARD_INPUT = "-";

    /// What of the parser's messages speaks of Java rather than of the file.
    private static final Pattern IN_JAVA =
            Pattern.compile(
                    "java\\.(lang|util)\\.|dev\\.manykitchens\\.report\\.run\\.| \\(token [^)]*\\)|, from `Stream[^`]*`");

    private static final String FAMILY = "manykitchens.run/";

    private RunFileReader() {}

    /// Reads a file, or standard input when it is named `-`.
    ///
    /// @throws IllegalArgumentException when it holds no run, in one line
    public static RunFile read(Path file, InputStream standardInput) {
        if (file.toString().equals(STANDARD_INPUT)) {
            return parse(text(standardInput, "standard input"), "standard input");
        }
        String where = file.toString().isEmpty() ? "\"\"" : file.toString();
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(
                    "a run must be a file, %s is a directory; name one that --export-json wrote"
                            .formatted(where));
        }
        try (InputStream bytes = Files.newInputStream(file)) {
            return parse(text(bytes, where), where);
        } catch (NoSuchFileException _) {
            throw new IllegalArgumentException(
                    "a run must be a file that exists, %s does not; write one with --export-json"
                            .formatted(where));
        } catch (AccessDeniedException _) {
            throw new IllegalArgumentException(
                    "a run must be a file that can be read, %s cannot: no permission"
                            .formatted(where));
        } catch (IOException e) {
            throw new IllegalArgumentException(unreadable(where, e), e);
        }
    }

    /// Reads what these bytes hold.
    ///
    /// @param where named in the message when it cannot be read
    /// @throws IllegalArgumentException when it is no run, in one line
    /// @throws IOException when reading breaks off
    public static RunFile read(InputStream bytes, String where) throws IOException {
        return parse(text(bytes.readNBytes(MOST_BYTES + 1), where), where);
    }

    private static String text(InputStream bytes, String where) {
        try {
            return text(bytes.readNBytes(MOST_BYTES + 1), where);
        } catch (IOException e) {
            throw new IllegalArgumentException(unreadable(where, e), e);
        }
    }

    private static String text(byte[] content, String where) {
        try {
            if (content.length > MOST_BYTES) {
                throw new IllegalArgumentException(
                        "a run must have at most %d MB, %s has more; is it one that --export-json wrote?"
                                .formatted(MOST_BYTES / 1_000_000, where));
            }
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            if (text.isBlank()) {
                throw new IllegalArgumentException(
                        "a run must be JSON as --export-json writes it, %s is empty"
                                .formatted(where));
            }
            // Some shells put a byte order mark before what they redirect.
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "a run must be text in UTF-8, %s is not; name a file that --export-json wrote"
                            .formatted(where),
                    e);
        }
    }

    private static String unreadable(String where, IOException e) {
        return "a run must be a file that can be read, %s cannot: %s"
                .formatted(where, firstLine(e.getMessage()));
    }

    /// Reads the text of a file.
    ///
    /// @param where named in the message when it cannot be read
    /// @throws IllegalArgumentException when it is no run, in one line
    static RunFile parse(String json, String where) {
        try {
            JsonNode tree = Json.tree(json);
            requireSchema(tree.path("schema"), where);
            requireNone(JsonShape.complaint(tree, RunFile.class), where);
            // What is read is printed, on terminals too.
            RunFile run = Json.read(Json.withTexts(tree, Printable::of), RunFile.class);
            requireNone(RunFileCheck.complaint(run), where);
            return run;
        } catch (DatabindException e) {
            throw new IllegalArgumentException(
                    "a run must be as --export-json writes it: %s (%s%s)"
                            .formatted(wrongValue(e), where, line(e)),
                    e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "a run must be JSON as --export-json writes it: %s (%s%s)"
                            .formatted(firstLine(e.getOriginalMessage()), where, line(e)),
                    e);
        }
    }

    private static void requireNone(Optional<String> complaint, String where) {
        complaint.ifPresent(wrong -> {
            throw new IllegalArgumentException("%s (%s)".formatted(wrong, where));
        });
    }

    private static void requireSchema(JsonNode schema, String where) {
        String text = schema.asString("");
        if (text.equals(RunFile.SCHEMA)) {
            return;
        }
        if (text.matches("\\Q" + FAMILY + "\\E\\d{1,9}")) {
            boolean newer = number(text) > number(RunFile.SCHEMA);
            throw new IllegalArgumentException(
                    "a run must be of schema %s, was %s (%s): %s"
                            .formatted(
                                    RunFile.SCHEMA,
                                    text,
                                    where,
                                    newer
                                            ? "it comes from a newer version; read it with that one"
                                            : "no version that is out wrote such files; write one with --export-json"));
        }
        throw new IllegalArgumentException(
                "a run must be of schema %s, was %s (%s); write one with --export-json"
                        .formatted(
                                RunFile.SCHEMA,
                                schema.isMissingNode() ? "of none" : shortened(schema.toString()),
                                where));
    }

    private static int number(String schema) {
        return Integer.parseInt(schema.substring(FAMILY.length()));
    }

    /// Where in the file the value stands, and what is wrong with it.
    private static String wrongValue(DatabindException e) {
        String path =
                e.getPath().stream()
                        .map(RunFileReader::step)
                        .collect(Collectors.joining())
                        .replaceFirst("^\\.", "");
        Throwable cause = e.getCause();
        String reason =
                cause instanceof IllegalArgumentException
                        ? firstLine(cause.getMessage())
                        : firstLine(IN_JAVA.matcher(e.getOriginalMessage()).replaceAll(""))
                                .replace("`", "");
        return path.isEmpty() ? reason : shortened(path) + ": " + reason;
    }

    private static String step(JacksonException.Reference reference) {
        String name = reference.getPropertyName();
        return name == null ? "[" + reference.getIndex() + "]" : "." + name;
    }

    private static String line(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null || location.getLineNr() < 1 ? "" : ", line " + location.getLineNr();
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? "unreadable"
                : shortened(message.lines().findFirst().orElse("unreadable"));
    }

    private static String shortened(String text) {
        return text.length() <= 160 ? text : text.substring(0, 159) + "…";
    }
}
