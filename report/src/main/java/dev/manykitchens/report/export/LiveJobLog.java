package dev.manykitchens.report.export;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.core.measurement.PoolWorker;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A job log that is written while the jobs end: a process that is killed leaves the lines of all
/// but the last moment.
///
/// ```
/// events, any thread ──▶ queue ──▶ one thread: lines, at most every PAUSE ──▶ the file, in its place from the first line on
/// end of the run ──▶ what is left, and what was not heard of ──▶ commit
/// ```
///
/// Nothing waits for the disk before the end. What is in the queue is kept by whoever measures the
/// run anyway. A device or a pipe is written at the end. Events of one batch are heard;
/// thread-safe.
public final class LiveJobLog implements EventSink, AutoCloseable {

    /// So long lines wait at most when others have just been written.
    static final Duration PAUSE = Duration.ofMillis(200);

    private final OutputFile file;
    private final JobLog log;
    private final PoolWorker here;
    private final Map<String, PoolWorker> workers = new ConcurrentHashMap<>();

    /// Empty: that was all.
    private final BlockingQueue<Optional<RunEvent.JobsFinished>> queue =
            new LinkedBlockingQueue<>();

    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread writer;

    // Of the writer until it has ended.
    private final BitSet written = new BitSet();
    private @Nullable UncheckedIOException failure;

    /// @param file where it goes; it stays the caller's to close
    /// @param log writes to that file
    /// @param here this process, for the jobs of pools inside it
    public LiveJobLog(OutputFile file, JobLog log, PoolWorker here) {
        this.file = file;
        this.log = log;
        this.here = here;
        this.writer = Thread.ofPlatform().daemon().name("job-log").start(this::write);
    }

    @Override
    public void accept(RunEvent event) {
        switch (event) {
            case RunEvent.WorkerJoined(_, String name, String host, long pid, int threads) ->
                    workers.put(name, new PoolWorker(name, host, pid, threads));
            case RunEvent.JobsFinished jobs -> {
                if (file.isFile()) {
                    queue.add(Optional.of(jobs));
                }
            }
            case RunEvent.PoolReady _,
                    RunEvent.SettingsChanged _,
                    RunEvent.BatchSubmitted _,
                    RunEvent.BatchFinished _,
                    RunEvent.JobFailed _,
                    RunEvent.ChunkAssigned _,
                    RunEvent.JobsCopied _,
                    RunEvent.JobsRequeued _,
                    RunEvent.ResultsDropped _,
                    RunEvent.WorkerDescribed _,
                    RunEvent.WorkerResized _,
                    RunEvent.WorkerChanged _,
                    RunEvent.WorkerMeasured _,
                    RunEvent.JobsInProgress _,
                    RunEvent.ResourceUsed _,
                    RunEvent.PoolClosed _ -> {}
        }
    }

    /// Writes what is left and puts the file in its place.
    ///
    /// @param round the run, with all of its jobs
    /// @throws UncheckedIOException when the disk is full or gone, now or before
    public void finish(MeasuredRound round) {
        end();
        UncheckedIOException failed = failure;
        if (failed != null) {
            throw failed;
        }
        round.workers().forEach(worker -> workers.put(worker.name(), worker));
        round.finished().forEach(this::add);
        file.commit();
    }

    /// Writes what was heard; the file stays as it is then.
    @Override
    public void close() {
        end();
    }

    private void write() {
        boolean over = false;
        List<Optional<RunEvent.JobsFinished>> heard = new ArrayList<>();
        while (!over) {
            try {
                heard.add(queue.take());
                queue.drainTo(heard);
                over = !write(heard);
                heard.clear();
                boolean _ = over || ending.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                // Nobody interrupts it; what was taken stays in the list.
            } catch (UncheckedIOException e) {
                // Committing it will say so; the run goes on.
                failure = e;
                return;
            }
        }
    }

    /// Whether more may come.
    private boolean write(List<Optional<RunEvent.JobsFinished>> heard) {
        for (Optional<RunEvent.JobsFinished> jobs : heard) {
            jobs.ifPresent(this::add);
        }
        if (!written.isEmpty()) {
            file.publish();
            file.flush();
        }
        return heard.stream().allMatch(Optional::isPresent);
    }

    /// Adds the jobs that have no line.
    private void add(RunEvent.JobsFinished jobs) {
        log.add(jobs, workers.getOrDefault(jobs.worker(), here), job -> !written.get(job));
        for (int job : jobs.jobs().job()) {
            written.set(job);
        }
    }

    private void end() {
        if (ending.getCount() > 0) {
            queue.add(Optional.empty());
            ending.countDown();
        }
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
