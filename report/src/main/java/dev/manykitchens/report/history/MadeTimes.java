package dev.manykitchens.report.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When the runs of a folder were made, as their files say themselves: near their beginning, so
/// that little is read of each, and of each version once. Not thread-safe.
final class MadeTimes {

    /// What stands before the time in the files of this program is a tenth of that.
    private static final int HEAD_BYTES = 4_096;

    /// The keys of a run as far as that of the time, none of which has a list or an object.
    private static final Pattern CREATED =
            Pattern.compile(
                    "\\uFEFF?\\s*\\{(?:\\s*\"[a-z_]{1,40}\"\\s*:\\s*(?:\"[^\"\\\\]*\"|[a-z0-9.eE+-]{1,40})\\s*,)*?\\s*\"created\"\\s*:\\s*\"([^\"\\\\]{1,60})\"");

    private Map<String, Known> known = new HashMap<>();

    /// @param modified when the file was written, in milliseconds; with the size it tells whether
    ///   the file is the one that was read
    private record Known(long modified, long size, Instant at) {}

    /// A file and when its run was made.
    ///
    /// @param at as far as is known yet
    record Made(Path file, String name, Instant at) {

        static final Comparator<Made> NEWEST_FIRST =
                Comparator.comparing(Made::at).thenComparing(Made::name).reversed();

        /// As the name says, or else when the file was written.
        static Made byName(Path file) {
            String name = file.getFileName().toString();
            return new Made(
                    file,
                    name,
                    RunId.timeIn(name)
                            .orElseGet(() ->
                                    attributes(file)
                                            .map(facts -> facts.lastModifiedTime().toInstant())
                                            .orElse(Instant.EPOCH)));
        }
    }

    /// The files with their times, the newest first. As long as the turn lasts files are read that
    /// were not yet, one at least, those that seem to be the newest first; of others the name
    /// decides until the next time, or when they were written.
    List<Made> newestFirst(List<Path> files, Duration turn) {
        Map<String, Known> still = new HashMap<>();
        Set<String> unread = new HashSet<>();
        List<Made> sorted =
                files.stream()
                        .map(file -> known(file, still, unread))
                        .sorted(Made.NEWEST_FIRST)
                        .toList();
        known = still;
        if (unread.isEmpty()) {
            return sorted;
        }
        long start = System.nanoTime();
        boolean mayRead = true;
        Map<String, Made> read = new HashMap<>();
        for (Made made : sorted) {
            if (mayRead && unread.contains(made.name())) {
                read.put(made.name(), read(made));
                mayRead = System.nanoTime() - start < turn.toNanos();
            }
        }
        return sorted.stream()
                .map(made -> read.getOrDefault(made.name(), made))
                .sorted(Made.NEWEST_FIRST)
                .toList();
    }

    private Made known(Path file, Map<String, Known> still, Set<String> unread) {
        String name = file.getFileName().toString();
        Known before = known.get(name);
        if (before != null
                && attributes(file)
                        .filter(facts ->
                                facts.size() == before.size()
                                        && facts.lastModifiedTime().toMillis() == before.modified())
                        .isPresent()) {
            still.put(name, before);
            return new Made(file, name, before.at());
        }
        unread.add(name);
        return Made.byName(file);
    }

    private Made read(Made made) {
        Optional<BasicFileAttributes> facts =
                attributes(made.file()).filter(BasicFileAttributes::isRegularFile);
        Instant at = facts.flatMap(_ -> created(made.file())).orElse(made.at());
        facts.ifPresent(is ->
                known.put(made.name(), new Known(is.lastModifiedTime().toMillis(), is.size(), at)));
        return new Made(made.file(), made.name(), at);
    }

    private static Optional<Instant> created(Path file) {
        // A link that takes the file's place meanwhile is not followed.
        try (InputStream bytes =
                Channels.newInputStream(
                        Files.newByteChannel(
                                file,
                                Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
            String head = new String(bytes.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
            Matcher matcher = CREATED.matcher(head);
            return matcher.lookingAt()
                    ? Optional.of(Instant.parse(matcher.group(1)))
                    : Optional.empty();
        } catch (IOException | DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static Optional<BasicFileAttributes> attributes(Path file) {
        try {
            return Optional.of(
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
