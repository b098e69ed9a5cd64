package dev.manykitchens.report.export;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.report.text.OneLine;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the [JobLog] of earlier runs says of the jobs of a batch. The last line of a job counts. A
/// half line at the end is what a process that was killed was just writing, and says nothing.
public final class LoggedJobs {

    /// A job's arguments have at most 16 MiB, and some escapes.
    private static final int LONGEST_LINE = 64 << 20;

    /// Longer texts are cut where a message names them.
    private static final int MOST_NAMED = 100;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private static final Map<String, Outcome.Kind> KINDS =
            Arrays.stream(Outcome.Kind.values())
                    .collect(Collectors.toMap(JobLog::word, Function.identity()));

    private final Path path;
    private final Batch batch;
    private final BitSet succeeded = new BitSet();
    private long lines;
    private long bytes;
    private boolean halfLine;

    /// Whether the line of names was there.
    private boolean named;

    private LoggedJobs(Path path, Batch batch) {
        this.path = path;
        this.batch = batch;
    }

    /// A log without a line.
    public static LoggedJobs none(Path path, Batch batch) {
        return new LoggedJobs(path, batch);
    }

    /// Reads a log and holds it against the jobs that it must be of.
    ///
    /// @throws IllegalArgumentException in one line, with the line in the file, when it is no log
    ///   of these jobs or cannot be read
    public static LoggedJobs read(Path path, Batch batch) {
        LoggedJobs logged = new LoggedJobs(path, batch);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            logged.read(in);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "a job log must be a file that can be read, %s cannot: %s"
                            .formatted(path, OneLine.of(String.valueOf(e.getMessage()))),
                    e);
        }
        return logged;
    }

    /// The file.
    public Path path() {
        return path;
    }

    /// Whether a job of the batch has succeeded.
    public boolean hasSucceeded(int job) {
        return succeeded.get(job);
    }

    /// How many jobs have succeeded.
    public int succeeded() {
        return succeeded.cardinality();
    }

    /// How many lines there are, the names and a half line not counted.
    public long lines() {
        return lines;
    }

    /// How many bytes the whole lines have, with their names; 0: there is not even that.
    public long bytes() {
        return bytes;
    }

    /// Whether the last line is not whole.
    public boolean endsInHalfLine() {
        return halfLine;
    }

    private void read(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] part = new byte[1 << 16];
        for (int count = in.read(part); count >= 0; count = in.read(part)) {
            int from = 0;
            for (int at = 0; at < count; at++) {
                if (part[at] == '\n') {
                    line.write(part, from, at - from);
                    from = at + 1;
                    bytes += line.size() + 1L;
                    take(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                }
            }
            line.write(part, from, count - from);
            if (line.size() > LONGEST_LINE) {
                throw noLog();
            }
        }
        halfLine = line.size() > 0;
        if (!named && !JobLog.NAMES.startsWith(line.toString(StandardCharsets.UTF_8))) {
            throw noLog();
        }
    }

    private void take(String line) {
        if (!named) {
            if (!line.equals(JobLog.NAMES)) {
                throw noLog();
            }
            named = true;
            return;
        }
        lines++;
        List<String> fields = List.of(line.split("\t", -1));
        if (fields.size() != 10
                || !NUMBER.matcher(fields.get(0)).matches()
                || !KINDS.containsKey(fields.get(7))) {
            throw new IllegalArgumentException(
                    "line %d of %s must be that of a job, as --joblog of kitchen run writes it, was \"%s\""
                            .formatted(lines + 1, path, cut(line)));
        }
        int job = Integer.parseInt(fields.get(0));
        if (job < 1 || job > batch.size()) {
            throw other("it is of job %d, there are %d here".formatted(job, batch.size()));
        }
        String there = fields.get(8) + "(" + fields.get(9) + ")";
        String here = batch.recipe().name() + "(" + JobLog.argument(batch, job - 1) + ")";
        if (!there.equals(here)) {
            throw other("job %d is %s there, %s here".formatted(job, cut(there), cut(here)));
        }
        succeeded.set(job - 1, KINDS.get(fields.get(7)) == Outcome.Kind.SUCCEEDED);
    }

    private static String cut(String text) {
        return OneLine.of(text, MOST_NAMED);
    }

    private IllegalArgumentException other(String difference) {
        return new IllegalArgumentException(
                "the jobs must be those of the log, line %d of %s is of another: %s; give the same RECIPE and ARGs as the run that wrote it"
                        .formatted(lines + 1, path, difference));
    }

    private IllegalArgumentException noLog() {
        return new IllegalArgumentException(
                "a job log must be one that --joblog of kitchen run wrote, %s begins otherwise"
                        .formatted(path));
    }
}
