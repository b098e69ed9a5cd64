package dev.manykitchens.coordinator.spawn;

import dev.manykitchens.coordinator.loop.LoopThread;
import dev.manykitchens.core.dispatch.ReplacementPolicy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps a number of worker processes alive. Confined to one thread, except where said.
///
/// ```
///            start                     joined                  streamBroke
/// (pending) ──────▶ STARTING ────────────────────▶ AT_WORK ──────────────▶ BROKEN
///                     │                            │    │                    │
///                     │ ended, or too late         │    └─ left ─▶ LEFT      │
///                     ▼                            ▼ ended        │ ended    ▼ ended
///               failed start                     ENDED ──────▶ replaced, and reported gone
///                                                    streamBroke or a moment later
/// ```
///
/// What a worker still had to say may arrive after its process has ended, and its exit code after
/// its stream has: a worker is reported gone when both have ended, or a moment after one of them.
public final class WorkerFleet {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerFleet.class);

    /// A worker that has not joined by then is given up.
    static final Duration START_LIMIT = Duration.ofSeconds(30);

    /// Between the end of a worker's process and the end of its stream.
    static final Duration MOMENT = Duration.ofMillis(500);

    private final Workforce workforce;
    private final LoopThread thread;
    private final FleetListener listener;
    private final ReplacementPolicy policy = new ReplacementPolicy();

    /// So many workers start at the same time: more would only be in each other's way.
    private final int mostStarting = 2 * Runtime.getRuntime().availableProcessors();

    /// Written on the fleet's thread; read by [#killAll] from any.
    private final Map<String, Member> members = new ConcurrentHashMap<>();

    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private int named;

    /// The places of workers that are to be started, from 1, the one empty longest first.
    private final Deque<Integer> pending = new ArrayDeque<>();

    private int joined;
    private volatile boolean stopping;

    private enum State {
        STARTING,
        AT_WORK,
        BROKEN,
        ENDED,
        LEFT
    }

    private static final class Member {
        private final String name;
        private final int place;
        private final SpawnedWorker process;
        private State state = State.STARTING;
        private boolean replaced;
        private boolean used;
        private String why = "";

        /// Whether it was killed because no more workers are needed. Written by any thread.
        private volatile boolean dismissed;

        Member(String name, int place, SpawnedWorker process) {
            this.name = name;
            this.place = place;
            this.process = process;
        }
    }

    /// A fleet without workers.
    public WorkerFleet(Workforce workforce, LoopThread thread, FleetListener listener) {
        this.workforce = workforce;
        this.thread = thread;
        this.listener = listener;
    }

    /// Completes when as many workers have joined as were wanted; fails with the reason when they
    /// cannot be had, also when the fleet was stopped before. May be asked from any thread.
    public CompletableFuture<Void> ready() {
        return ready;
    }

    /// Completes when the fleet was stopped and its last process has ended. May be asked from any
    /// thread.
    public CompletableFuture<Void> empty() {
        return empty;
    }

    /// Starts all workers.
    public void start() {
        for (int place = 1; place <= workforce.size(); place++) {
            pending.addLast(place);
        }
        startPending();
    }

    /// Whether a worker of this name was started and has not joined.
    public boolean expects(String worker) {
        Member member = members.get(worker);
        return member != null && member.state == State.STARTING;
    }

    /// A worker joined.
    public void joined(String worker) {
        Member member = members.get(worker);
        if (member == null || member.state != State.STARTING) {
            return;
        }
        member.state = State.AT_WORK;
        policy.started();
        joined++;
        if (joined == workforce.size()) {
            ready.complete(null);
        }
        startPending();
    }

    /// A worker was given its first job.
    public void used(String worker) {
        Member member = members.get(worker);
        if (member != null) {
            member.used = true;
            policy.used();
        }
    }

    /// A worker will leave: its replacement need not wait for that.
    public void draining(String worker) {
        Member member = members.get(worker);
        if (member != null) {
            replace(member);
        }
    }

    /// A worker left in order; its process will end by itself.
    public void left(String worker) {
        Member member = members.get(worker);
        if (member != null) {
            member.state = member.state == State.ENDED ? State.ENDED : State.LEFT;
            thread.schedule(START_LIMIT, member.process::kill);
            removeIfEnded(member);
        }
    }

    /// The stream of a worker broke: its process has ended, or is good for nothing.
    public void streamBroke(String worker, String why) {
        Member member = members.get(worker);
        if (member == null) {
            return;
        }
        if (member.state == State.ENDED) {
            reportGone(member);
            return;
        }
        member.state = State.BROKEN;
        thread.schedule(
                MOMENT,
                () -> {
                    member.why = why;
                    member.process.kill();
                });
    }

    /// A worker was given up: its process is killed.
    public void givenUp(String worker, String why) {
        Member member = members.get(worker);
        if (member != null) {
            LOG.warn(
                    "worker given up worker={} pid={} reason={}",
                    worker,
                    member.process.pid(),
                    why);
            member.state = member.state == State.ENDED ? State.ENDED : State.LEFT;
            member.why = why;
            member.process.kill();
            removeIfEnded(member);
        }
    }

    /// Kills a worker that has joined, as if somebody else had done it: it is lost, and replaced.
    /// However often that happens, it does not count as a worker that dies by itself before it has
    /// a job.
    ///
    /// @return whether there is such a one and its process has not ended
    public boolean kill(String worker) {
        Member member = members.get(worker);
        if (member == null || (member.state != State.AT_WORK && member.state != State.BROKEN)) {
            return false;
        }
        LOG.info("worker is killed worker={} pid={}", worker, member.process.pid());
        member.used = true;
        member.process.kill();
        return true;
    }

    /// Replaces nobody any more, and kills those that have not joined.
    public void stop() {
        stopping = true;
        pending.clear();
        // Whoever waits for them would wait for ever.
        var _ =
                ready.completeExceptionally(
                        new IllegalStateException(
                                workforce.plural()
                                        + " cannot be started: they were stopped before all had joined"));
        members.values().stream()
                .filter(member -> member.state == State.STARTING)
                .forEach(member -> member.process.kill());
        completeIfEmpty();
    }

    /// Kills every process and starts no other. Any thread.
    public void killAll() {
        stopping = true;
        members.values()
                .forEach(member -> {
                    member.dismissed = true;
                    member.process.kill();
                });
    }

    private void startPending() {
        long starting = members.values().stream().filter(m -> m.state == State.STARTING).count();
        while (!pending.isEmpty() && starting < mostStarting && !stopping) {
            if (!startOne(pending.removeFirst())) {
                return;
            }
            starting++;
        }
    }

    private boolean startOne(int place) {
        named++;
        String name = "w" + named;
        SpawnedWorker process;
        try {
            process = workforce.start(name, place, exit -> thread.post(() -> ended(name, exit)));
        } catch (IOException e) {
            failedStart(place, "a process must be startable, was not: " + e.getMessage(), false);
            return false;
        }
        Member member = new Member(name, place, process);
        members.put(name, member);
        if (stopping) {
            member.dismissed = true;
            process.kill();
        }
        thread.schedule(START_LIMIT, () -> giveUpStarting(member));
        return true;
    }

    private void giveUpStarting(Member member) {
        if (member.state == State.STARTING) {
            member.why = "it did not join within " + START_LIMIT.toSeconds() + " s and ";
            member.process.kill();
        }
    }

    private void ended(String name, ExitReport exit) {
        Member member = members.get(name);
        if (member == null) {
            return;
        }
        switch (member.state) {
            case STARTING -> {
                members.remove(name);
                if (!stopping) {
                    failedStart(
                            member.place,
                            "worker "
                                    + name
                                    + " (PID "
                                    + member.process.pid()
                                    + ") "
                                    + member.why
                                    + exit.describe(),
                            exit.wasKilled() && member.why.isEmpty());
                }
            }
            case AT_WORK -> {
                member.state = State.ENDED;
                member.why = exit.describe();
                thread.schedule(MOMENT, () -> reportGone(member));
            }
            case BROKEN -> {
                // Our own kill may have come too late for one that ended by itself.
                member.why =
                        member.why.isEmpty() || !exit.wasKilled()
                                ? exit.describe()
                                : member.why + ", then it " + exit.describe();
                reportGone(member);
            }
            case LEFT -> {
                member.state = State.ENDED;
                removeIfEnded(member);
            }
            case ENDED -> {}
        }
        completeIfEmpty();
    }

    private void reportGone(Member member) {
        if (members.remove(member.name, member)) {
            if (member.dismissed) {
                thread.post(() -> listener.dismissed(member.name));
            } else {
                thread.post(() -> listener.gone(member.name, member.why));
            }
            replace(member);
            completeIfEmpty();
        }
    }

    private void removeIfEnded(Member member) {
        if (member.state == State.ENDED && members.remove(member.name, member)) {
            replace(member);
            completeIfEmpty();
        }
    }

    private void replace(Member member) {
        if (member.replaced || stopping) {
            return;
        }
        member.replaced = true;
        boolean leaves = member.state == State.AT_WORK;
        Optional<Duration> delay = policy.afterDeath(thread.now(), !leaves && !member.used);
        if (delay.isPresent()) {
            startAfter(delay.get(), member.place);
        } else {
            giveUp(
                    "%d of them in a row were lost before they had a job, the last because it was %s"
                            .formatted(ReplacementPolicy.MOST_IDLE_DEATHS, member.why));
        }
    }

    /// As long as the fleet is not ready, only a worker that was killed is worth another try: one
    /// that ended by itself, or took too long, would do so again.
    private void failedStart(int place, String why, boolean killed) {
        if (ready.isCompletedExceptionally()) {
            return;
        }
        if (!ready.isDone() && !killed) {
            giveUp(why);
            return;
        }
        Optional<Duration> delay = policy.afterFailedStart();
        if (delay.isPresent()) {
            LOG.warn("worker failed to start, another one is started reason={}", why);
            startAfter(delay.get(), place);
        } else {
            giveUp(why);
        }
    }

    private void startAfter(Duration delay, int place) {
        Runnable start =
                () -> {
                    if (!stopping) {
                        pending.addLast(place);
                        startPending();
                    }
                };
        if (delay.isZero()) {
            start.run();
        } else {
            thread.schedule(delay, start);
        }
    }

    private void giveUp(String why) {
        String reason = workforce.plural() + " cannot be started: " + why;
        pending.clear();
        if (ready.completeExceptionally(new IllegalStateException(reason))) {
            return;
        }
        if (hasWorkers()) {
            LOG.warn("no more workers are started reason={}", reason);
        } else {
            thread.post(() -> listener.gaveUp(reason));
        }
    }

    private boolean hasWorkers() {
        return members.values().stream().anyMatch(member -> member.state == State.AT_WORK);
    }

    private void completeIfEmpty() {
        if (stopping && members.isEmpty()) {
            empty.complete(null);
        }
    }
}
