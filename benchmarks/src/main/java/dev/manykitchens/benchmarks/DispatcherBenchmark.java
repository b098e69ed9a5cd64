package dev.manykitchens.benchmarks;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.dispatch.Dispatcher;
import dev.manykitchens.core.dispatch.Input;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What it costs the dispatcher to take a report and give the next chunk: it should not depend on
/// how many workers there are and how many jobs wait.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DispatcherBenchmark {

    /// Workers with one thread each, and jobs of the batch that they work on.
    @Param({"2/10000", "1000/10000000"})
    public String workersAndJobs = "";

    /// How long each job takes: long jobs go one by one, short ones in chunks with one more
    /// waiting.
    @Param({"5000000", "1000"})
    public long serviceNanos;

    private Dispatcher dispatcher = new Dispatcher(DispatchOptions.DEFAULTS);
    private final Queue<Command.Assign> assigned = new ArrayDeque<>();
    private final Map<String, Long> offered = new HashMap<>();
    private int jobs;
    private int workers;
    private long batch;
    private long now;

    /// Lets the workers join.
    @Setup
    public void join() {
        dispatcher = new Dispatcher(DispatchOptions.DEFAULTS);
        workers = Integer.parseInt(workersAndJobs.substring(0, workersAndJobs.indexOf('/')));
        jobs = Integer.parseInt(workersAndJobs.substring(workersAndJobs.indexOf('/') + 1));
        for (int i = 0; i < workers; i++) {
            String name = "w" + i;
            feed(new Input.WorkerJoined(name, "here", i, 1, Set.of()));
            offer(name, 2);
        }
    }

    /// One report and the offer that comes with it.
    @Benchmark
    public int reportAndAssign() {
        while (assigned.isEmpty()) {
            feed(new Input.BatchSubmitted(++batch, "benchmark", jobs, 3, 8, 0, false));
        }
        Command.Assign done = assigned.remove();
        long busy = serviceNanos * done.count();
        now += Math.max(1, busy / workers);
        feed(
                new Input.ResultsReceived(
                        done.worker(), done.lease(), done.first(), done.count(), List.of(), busy));
        offer(done.worker(), 1);
        return done.count();
    }

    private void offer(String worker, long more) {
        feed(new Input.CreditsOffered(worker, offered.merge(worker, more, Long::sum)));
    }

    private void feed(Input input) {
        for (Command command : dispatcher.on(input, now)) {
            if (command instanceof Command.Assign assign) {
                assigned.add(assign);
            }
        }
    }
}
