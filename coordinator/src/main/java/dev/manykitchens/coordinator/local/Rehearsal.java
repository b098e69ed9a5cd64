package dev.manykitchens.coordinator.local;

import dev.manykitchens.coordinator.spawn.ClassArchive;
import dev.manykitchens.coordinator.spawn.ClassArchives;
import dev.manykitchens.coordinator.spawn.ExitReport;
import dev.manykitchens.coordinator.spawn.WorkerCommand;
import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// One worker JVM that joins, runs a few jobs, leaves, and archives the classes that this took:
/// those of later pools start in less than half the time. Held once for each build and Java.
final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private static final PoolSpec.Kind.Processes ALONE = new PoolSpec.Kind.Processes(1, 1);

    /// An archive is made in some seconds, and what a worker loaded is written down in two; both
    /// take longer on a busy machine.
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Duration RECORDING_LIMIT = Duration.ofSeconds(20);

    private static final DispatchOptions PATIENT =
            DispatchOptions.DEFAULTS.withSilence(Duration.ofSeconds(15), Duration.ofSeconds(20));

    private static final BatchOptions SOON =
            BatchOptions.DEFAULTS.withTimeout(Duration.ofSeconds(5));

    private Rehearsal() {}

    /// The same command with an archive, after a rehearsal if there was none; without, when there
    /// can be none.
    static WorkerCommand prepare(WorkerCommand command) {
        return ClassArchives.ofUser().map(archives -> prepare(command, archives)).orElse(command);
    }

    static WorkerCommand prepare(WorkerCommand command, ClassArchives archives) {
        return Optional.of(command)
                .filter(WorkerCommand::isArchivable)
                .flatMap(_ -> archive(archives, command))
                .map(command::from)
                .orElse(command);
    }

    private static Optional<ClassArchive> archive(ClassArchives archives, WorkerCommand command) {
        // Before their content is looked at: what changes later is noticed.
        List<ClassArchive.Jar> jars = command.classPath().stamps();
        try {
            return archives.get(command.archiveName(), file -> make(command, file))
                    .map(file -> new ClassArchive(file, jars));
        } catch (IOException e) {
            LOG.debug("a jar of worker JVMs can not be read", e);
            return Optional.empty();
        }
    }

    /// Whether the archive was made to the end.
    private static boolean make(WorkerCommand command, Path archive) {
        // Named so that whoever comes next removes what a killed one leaves behind.
        Path record = archive.resolveSibling("loaded-by-" + archive.getFileName());
        try {
            return hold(command.recording(record)) && isWritten(command.archiving(record, archive));
        } finally {
            remove(record);
        }
    }

    private static boolean isWritten(ProcessBuilder archiving) {
        Process process;
        try {
            process = archiving.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            LOG.debug("no archive of classes can be made", e);
            return false;
        }
        try {
            return process.waitFor(LONGEST) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void remove(Path record) {
        try {
            Files.deleteIfExists(record);
        } catch (IOException e) {
            LOG.debug("what an archive was made of is left over file={}", record, e);
        }
    }

    /// Whether the worker ended well: then it has written down what it loaded, if it can at all.
    private static boolean hold(WorkerCommand command) {
        AtomicReference<Optional<ExitReport>> end = new AtomicReference<>(Optional.empty());
        try (ProcessPool pool =
                ProcessPool.open(
                        new PoolSpec(ALONE, StoveSpec.UNLIMITED),
                        PoolOptions.defaults(),
                        PATIENT,
                        (inbox, transport) ->
                                JvmWorkforce.open(
                                        command,
                                        ALONE,
                                        StoveSpec.UNLIMITED,
                                        List.of(),
                                        transport,
                                        RECORDING_LIMIT,
                                        exit -> end.set(Optional.of(exit)),
                                        inbox))) {
            for (String work : List.of("none", "wait:10us")) {
                pool.run(
                        new Batch(
                                new ComputeSquare(),
                                Columns.of(Column.ofLongs(2, 3, 4)),
                                SOON.withWork(Work.parse(work))));
            }
        } catch (IllegalStateException e) {
            LOG.debug("worker JVMs start without an archive of classes", e);
        }
        return end.get().filter(exit -> exit.exitCode() == 0).isPresent();
    }
}
