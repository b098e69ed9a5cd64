package dev.manykitchens.cli;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.report.export.LoggedJobs;
import dev.manykitchens.report.text.Figures;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The jobs that are left of a run, by the job log of earlier ones: all of them when none was
/// named.
final class Resumption {

    private final Batch whole;
    private final Optional<LoggedJobs> logged;

    /// By position among those that are left, which job it is, from 0; null: all are left.
    private final int @Nullable [] left;

    private final boolean sameFile;

    private Resumption(Batch whole, Optional<LoggedJobs> logged, boolean sameFile) {
        this.whole = whole;
        this.logged = logged;
        this.sameFile = sameFile;
        this.left =
                logged.filter(log -> log.succeeded() > 0)
                        .map(log -> unfinished(whole, log))
                        .orElse(null);
    }

    private static int[] unfinished(Batch whole, LoggedJobs logged) {
        return IntStream.range(0, whole.size()).filter(job -> !logged.hasSucceeded(job)).toArray();
    }

    /// Reads the log, if one is named.
    ///
    /// @param log what `--resume` names
    /// @param joblog what `--joblog` names; when it is the same, there need be none yet
    /// @throws UserMistakeException when it is not the log of these jobs
    static Resumption of(@Nullable Path log, @Nullable Path joblog, Batch whole) {
        if (log == null) {
            return new Resumption(whole, Optional.empty(), false);
        }
        boolean same = joblog != null && isSame(log, joblog);
        if (Files.notExists(log)) {
            if (!same) {
                throw new UserMistakeException(
                        "--resume must name the job log of an earlier run, %s is not there; only a file that --joblog names too may be missing"
                                .formatted(log));
            }
            return new Resumption(whole, Optional.of(LoggedJobs.none(log, whole)), true);
        }
        LoggedJobs logged =
                UserMistakeException.unless("--resume", () -> LoggedJobs.read(log, whole));
        return new Resumption(whole, Optional.of(logged), same);
    }

    private static boolean isSame(Path one, Path other) {
        try {
            if (Files.exists(one) && Files.exists(other)) {
                return Files.isSameFile(one, other);
            }
        } catch (IOException _) {
            // Then their names say it.
        }
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    /// The log; empty when none was named.
    Optional<LoggedJobs> logged() {
        return logged;
    }

    /// Whether what is written now goes on where it is read from.
    boolean isSameFile() {
        return sameFile;
    }

    /// How many are left.
    private int left() {
        return whole.size() - skipped();
    }

    /// How many jobs are not run again.
    int skipped() {
        return logged.map(LoggedJobs::succeeded).orElse(0);
    }

    /// Which of all jobs is at this position among those that are left; both from 0.
    int number(int position) {
        int[] some = left;
        return some == null ? position : some[position];
    }

    /// The positions of those that are left among all, from 1.
    List<Integer> seqs() {
        return IntStream.range(0, left()).mapToObj(position -> number(position) + 1).toList();
    }

    /// Those that are left. They draw other random numbers than any job of the runs before: a job's
    /// numbers come from its position, which is another one now.
    ///
    /// @param rows the arguments of all jobs
    Batch batch(List<? extends List<? extends Value>> rows) {
        long lines = logged.map(LoggedJobs::lines).orElse(0L);
        if (lines == 0) {
            return whole;
        }
        List<? extends List<? extends Value>> some =
                IntStream.range(0, left())
                        .mapToObj(position -> rows.get(number(position)))
                        .toList();
        // No run has had more jobs than there are now, and each that counts has left a line.
        long drawn = whole.size() * (lines + 1);
        return new Batch(
                whole.recipe(),
                RecipeBook.pack(whole.recipe(), some),
                whole.options().withSeed(JobRandom.seedFrom(whole.options().seed(), drawn)));
    }

    /// What people should know before it begins; empty: nothing.
    Optional<String> warning() {
        return logged.filter(LoggedJobs::endsInHalfLine)
                .map(log ->
                        "the last line of %s is not whole and was ignored: the run that wrote it was killed"
                                .formatted(log.path()));
    }

    /// What people should know of the results; empty: they are those of all jobs.
    Optional<String> remark() {
        int skipped = skipped();
        return logged.filter(_ -> skipped > 0)
                .map(log ->
                        "%s had succeeded before, as %s says, and %s not run again: the results are those of the %s."
                                .formatted(
                                        Figures.count(skipped, "job"),
                                        log.path(),
                                        skipped == 1 ? "was" : "were",
                                        left() == 1
                                                ? "other one"
                                                : "other " + Figures.count(left())));
    }

    /// What people should know when nothing is left.
    String nothingLeft() {
        return "Nothing to run: %s succeeded before, as %s says."
                .formatted(
                        whole.size() == 1
                                ? "the only job has"
                                : "all " + Figures.count(whole.size(), "job") + " have",
                        logged.map(log -> log.path().toString()).orElse(""));
    }
}
