package dev.manykitchens.cli;

import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.JournalShelf;
import dev.manykitchens.coordinator.link.WorkDigest;
import dev.manykitchens.coordinator.spawn.WorkerCommand;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.pool.PoolJournal;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.report.text.Figures;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The journal of a `kitchen run`: when that is killed, the same command goes on.
///
/// ```
/// recipe, jobs, options, pool ──digest──▶ DIR/unfinished/work-DIGEST ──▶ the pool's journal
///                                              │
///                          removed once all ended and was printed
/// ```
final class RunJournal {

    private final Path directory;
    private final String work;
    private final int jobs;
    private final PrintStream err;
    private volatile boolean ended;
    private volatile Optional<String> failure = Optional.empty();

    private RunJournal(Path directory, String work, int jobs, PrintStream err) {
        this.directory = directory;
        this.work = work;
        this.jobs = jobs;
        this.err = err;
    }

    /// The journal of these jobs; empty when they have none, which is said when one was asked for.
    ///
    /// @param data the directory that was typed; null: none was
    /// @param err hears how many jobs are known
    /// @throws UserMistakeException when a jar cannot be read
    static Optional<RunJournal> of(
            @Nullable Path data,
            PoolSpec spec,
            Batch batch,
            PoolOptions options,
            RecipeJars jars,
            PrintStream err) {
        if (data == null) {
            return Optional.empty();
        }
        if (!(spec.kind() instanceof PoolSpec.Kind.Processes)) {
            err.println(
                    "kitchen run: --data keeps nothing of %s: %s"
                            .formatted(
                                    spec,
                                    ClusterOptions.isCluster(spec)
                                            ? "its coordinator has a journal of its own"
                                            : "only pools of worker JVMs, processes:N, have a journal"));
            return Optional.empty();
        }
        WorkDigest digest =
                withCode(new WorkDigest())
                        .with(spec.toString())
                        .with(batch)
                        .withPool(options.resources(), options.speculate());
        for (Path jar : jars.jars()) {
            try {
                digest.with(Files.readAllBytes(jar));
            } catch (IOException e) {
                throw new UserMistakeException(
                        "--recipes must name jars that can be read, %s cannot: %s"
                                .formatted(jar, e.getMessage()),
                        e);
            }
        }
        String work = digest.text();
        return Optional.of(
                new RunJournal(JournalShelf.ofWork(data, work), work, batch.size(), err));
    }

    private static WorkDigest withCode(WorkDigest digest) {
        try {
            return digest.withCode(WorkerCommand.workerClassPath().entries());
        } catch (IOException e) {
            throw new UserMistakeException(
                    "--data needs to know which code runs the jobs, it cannot be read: " + e, e);
        }
    }

    /// What the pool is told.
    PoolJournal ofPool() {
        return new PoolJournal(
                directory,
                work,
                new PoolJournal.Listener() {
                    @Override
                    public void known(int ended) {
                        tell(
                                "%s of %s had ended when this command was stopped before: %s not run again, %s says what came of %s"
                                        .formatted(
                                                Figures.count(ended),
                                                Figures.count(jobs, "job"),
                                                ended == 1 ? "it is" : "they are",
                                                directory,
                                                ended == 1 ? "it" : "them"));
                    }

                    @Override
                    public void failed(String why) {
                        failure = Optional.of(why);
                    }

                    @Override
                    public void ended() {
                        ended = true;
                    }
                });
    }

    /// Why nothing could be written any more; empty: all was.
    Optional<String> failure() {
        return failure;
    }

    /// The pool is closed and everything was printed.
    ///
    /// @param interrupted whether the user stopped it
    void printed(boolean interrupted) {
        if (ended && !interrupted) {
            try {
                JournalShelf.remove(directory);
            } catch (JournalException e) {
                tell("what is not needed any more could not be removed: " + e.getMessage());
            }
        } else if (Files.isDirectory(directory)) {
            tell("the same command goes on with this, from " + directory);
        }
    }

    private void tell(String line) {
        err.println("kitchen run: " + line);
        err.flush();
    }
}
