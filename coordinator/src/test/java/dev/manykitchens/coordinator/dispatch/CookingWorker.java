package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.Adjustment;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.Greeting;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.coordinator.link.WorkerLink;
import dev.manykitchens.coordinator.link.WorkerMessage;
import dev.manykitchens.coordinator.link.WorkerMessage.FailedJob;
import dev.manykitchens.coordinator.link.WorkerMessage.JobTimes;
import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.event.WorkerFacts;
import dev.manykitchens.core.value.Column;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// A worker that does what real ones do, a move at a time: runs what it is given, reports it in
/// parts, keeps results until they were heard, and comes back to the next coordinator with what it
/// has.
final class CookingWorker {

    private static final int THREADS = 2;

    final String name;
    private final CrashRun run;
    private final Random luck;

    /// The stream that is open; none is empty.
    private Optional<Stream> stream = Optional.empty();

    boolean dead;
    private boolean begun;
    private boolean draining;
    private boolean gone;
    private int capacity;

    private long received;
    private long credits;
    private long sequence;
    private long lastTicket;
    private long lastBeat;
    private final Map<Long, Chunk> held = new LinkedHashMap<>();

    /// Results that were not heard, as far as is known here.
    private final Deque<Kept> kept = new ArrayDeque<>();

    /// Requests for permits that are open or granted.
    private final Map<Long, Request> requests = new LinkedHashMap<>();

    /// Permits that were given back, with the number of the heartbeat behind which that was said; 0
    /// when it was not said on this stream.
    private final Map<Long, Long> returned = new LinkedHashMap<>();

    /// Jobs that it was given.
    static final class Chunk {
        final Command.Assign assign;
        final BatchTold told;
        int next;
        boolean begun;
        final BitSet cancelled = new BitSet();
        boolean allCancelled;
        final BitSet refused = new BitSet();
        long ticket;

        Chunk(Command.Assign assign, BatchTold told) {
            this.assign = assign;
            this.told = told;
            this.next = assign.first();
        }

        int end() {
            return assign.first() + assign.count();
        }

        boolean isCancelled(int job) {
            return allCancelled || cancelled.get(job);
        }
    }

    private static final class Request {
        final String key;
        final int job;
        boolean granted;

        Request(String key, int job) {
            this.key = key;
            this.job = job;
        }
    }

    record Kept(WorkerMessage.ResultsSent results, long batch) {}

    /// One stream, in both directions; each message arrives when the run says so.
    final class Stream implements WorkerLink {
        final Deque<Runnable> toDriver = new ArrayDeque<>();
        final Deque<Runnable> toWorker = new ArrayDeque<>();
        private boolean isWelcomeSent;
        private boolean welcomed;
        private boolean over;

        private void told(Runnable message) {
            CrashChecks.require(isWelcomeSent, name + " is told nothing before its welcome");
            toWorker.add(() -> {
                if (isOpen() && welcomed) {
                    message.run();
                }
            });
        }

        private boolean isOpen() {
            return stream.isPresent() && stream.get() == this && !dead;
        }

        @Override
        public void welcome(Greeting greeting) {
            isWelcomeSent = true;
            toWorker.add(() -> {
                if (isOpen()) {
                    welcomed = true;
                    welcomed(greeting);
                }
            });
        }

        @Override
        public void assign(Command.Assign assign, BatchTold told, Portion portion) {
            run.note(name + " is sent " + assign);
            run.checks().given(CookingWorker.this, assign);
            told(() -> assigned(assign, told));
        }

        @Override
        public void cancel(long lease, List<Integer> jobs) {
            run.note(name + " is sent word to stop lease " + lease + " jobs " + jobs);
            run.checks().cancelled(lease, jobs);
            told(() -> cancelled(lease, jobs));
        }

        @Override
        public void drain(String reason) {
            told(CookingWorker.this::drained);
        }

        @Override
        public void adjust(Adjustment adjustment) {}

        @Override
        public void halt(String reason) {}

        @Override
        public void echo(long sentNanos, long heardNanos, long resultsHeard) {
            told(() -> echoed(sentNanos, resultsHeard));
        }

        @Override
        public void grant(long ticket) {
            told(() -> granted(ticket));
        }

        @Override
        public void refuse(long ticket, String reason) {
            told(() -> refused(ticket, reason));
        }

        @Override
        public void endBatch(long batch) {}

        @Override
        public void acknowledge() {}

        @Override
        public void complete() {
            abort("complete");
        }

        @Override
        public void abort(String reason) {
            if (!over) {
                over = true;
                toWorker.add(() -> streamEnded(this));
            }
        }

        @Override
        public void turnAway(String reason) {
            abort(reason);
        }
    }

    CookingWorker(String name, CrashRun run, Random luck) {
        this.name = name;
        this.run = run;
        this.luck = luck;
    }

    boolean isAlive() {
        return !dead && !gone;
    }

    boolean isDraining() {
        return draining;
    }

    Optional<Stream> stream() {
        return stream;
    }

    /// The leases that it has and that were not taken from it.
    Map<Long, Chunk> held() {
        return held;
    }

    /// How many permits its jobs hold.
    int holds(String key) {
        return (int)
                requests.values().stream()
                        .filter(request -> request.granted && request.key.equals(key))
                        .count();
    }

    /// It opens a stream to the coordinator that is there.
    Stream open() {
        Stream opened = new Stream();
        stream = Optional.of(opened);
        WorkerHello hello = hello();
        run.note(name + " says hello with " + hello.held());
        opened.toDriver.add(() -> run.driver().membership().joined(opened, hello));
        return opened;
    }

    private WorkerHello hello() {
        Set<Long> leases = new LinkedHashSet<>(held.keySet());
        kept.forEach(results -> leases.add(results.results().lease()));
        List<WorkerMessage.ResourceWanted> permits = new ArrayList<>();
        requests.forEach((ticket, request) -> {
            if (request.granted) {
                permits.add(wanted(ticket, request));
            }
        });
        return new WorkerHello(
                name,
                false,
                "here",
                42,
                THREADS,
                List.of(),
                "instance of " + name,
                true,
                true,
                WorkerFacts.UNKNOWN,
                Optional.of(new WorkerHello.Held(received, List.copyOf(leases), permits)));
    }

    private static WorkerMessage.ResourceWanted wanted(long ticket, Request request) {
        return new WorkerMessage.ResourceWanted(ticket, request.key, ticket, request.job);
    }

    private void say(WorkerMessage message) {
        stream.filter(open -> open.welcomed)
                .ifPresent(open -> {
                    if (!(message instanceof WorkerMessage.Beat)) {
                        run.note(name + " says " + message);
                    }
                    open.toDriver.add(
                            () -> run.driver().conversation().said(open, message, run.now()));
                });
    }

    // What it hears.

    private void streamEnded(Stream ended) {
        if (stream.isPresent() && stream.get() == ended) {
            stream = Optional.empty();
            if (isAlive()) {
                run.comeBackLater(this);
            }
        }
    }

    private void welcomed(Greeting greeting) {
        boolean resumed = begun && greeting.resumed();
        run.note(name + " is welcomed, resumed " + resumed);
        begun = true;
        if (!resumed) {
            held.clear();
            requests.clear();
            returned.clear();
            received = 0;
            capacity = THREADS * (1 + greeting.prefetch());
            credits = capacity;
        } else {
            beat();
        }
        say(new WorkerMessage.CreditsTotal(credits));
        returned.keySet().forEach(ticket -> giveBackAgain(ticket));
        requests.forEach((ticket, request) -> say(wanted(ticket, request)));
        kept.forEach(results -> say(results.results()));
        if (draining) {
            say(new WorkerMessage.DrainWanted("it drains"));
        }
    }

    private void giveBackAgain(long ticket) {
        returned.put(ticket, lastBeat);
        say(new WorkerMessage.ResourceGivenBack(ticket));
    }

    private void assigned(Command.Assign assign, BatchTold told) {
        received++;
        held.put(assign.lease(), new Chunk(assign, told));
        CrashChecks.require(
                draining || held.size() <= capacity,
                name + " gets no more leases than it offered to take");
    }

    private void cancelled(long lease, List<Integer> jobs) {
        Chunk chunk = held.get(lease);
        if (chunk != null) {
            if (jobs.isEmpty()) {
                chunk.allCancelled = true;
            }
            jobs.forEach(chunk.cancelled::set);
            if (chunk.ticket != 0 && chunk.isCancelled(chunk.next)) {
                giveBack(chunk);
            }
        }
    }

    private void drained() {
        if (!draining) {
            draining = true;
            for (Chunk chunk : List.copyOf(held.values())) {
                if (!chunk.begun) {
                    held.remove(chunk.assign.lease());
                    credits++;
                    say(new WorkerMessage.LeaseGivenBack(chunk.assign.lease()));
                }
            }
        }
    }

    private void echoed(long sentNanos, long resultsHeard) {
        while (!kept.isEmpty() && kept.peek().results().sequence() <= resultsHeard) {
            Kept heard = kept.remove();
            run.checks().letGoOf(heard);
        }
        returned.values().removeIf(behind -> behind < sentNanos);
    }

    private void granted(long ticket) {
        Request request = requests.get(ticket);
        if (request == null) {
            returned.put(ticket, lastBeat);
            say(new WorkerMessage.ResourceGivenBack(ticket));
        } else {
            request.granted = true;
            run.checks().checkPermits(request.key);
        }
    }

    private void refused(long ticket, String reason) {
        run.note(name + " is refused permit " + ticket + ": " + reason);
        requests.remove(ticket);
        for (Chunk chunk : held.values()) {
            if (chunk.ticket == ticket) {
                // Nobody must hear of it: whose batch goes on is not refused.
                chunk.ticket = 0;
                chunk.refused.set(chunk.next);
            }
        }
    }

    // What it does.

    void beat() {
        lastBeat++;
        say(
                new WorkerMessage.Beat(
                        List.copyOf(held.keySet()),
                        lastBeat,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty()));
    }

    /// Whether there is something to do.
    boolean canWork() {
        return isAlive() && (!running().isEmpty() || mayLeave());
    }

    /// The leases whose jobs run and do not wait for a permit.
    private List<Chunk> running() {
        return held.values().stream().limit(THREADS).filter(chunk -> !isWaiting(chunk)).toList();
    }

    private boolean isWaiting(Chunk chunk) {
        Request request = requests.get(chunk.ticket);
        return request != null && !request.granted;
    }

    private boolean mayLeave() {
        return draining
                && held.isEmpty()
                && kept.isEmpty()
                && stream.filter(open -> open.welcomed).isPresent();
    }

    void work() {
        if (mayLeave()) {
            gone = true;
            Stream open = stream.orElseThrow();
            say(new WorkerMessage.Farewell("drained"));
            open.toDriver.add(() -> run.driver().membership().ended(open, Optional.empty()));
            return;
        }
        List<Chunk> running = running();
        Chunk chunk = running.get(luck.nextInt(running.size()));
        chunk.begun = true;
        int most = Math.min(chunk.end(), chunk.next + 1 + luck.nextInt(4));
        int to = chunk.next;
        while (to < most && mayFinish(chunk, to)) {
            to++;
            if (chunk.ticket != 0) {
                giveBack(chunk);
            }
        }
        if (to > chunk.next) {
            report(chunk, to);
        }
    }

    /// Whether a job is done now; one that uses a resource asks for that first.
    private boolean mayFinish(Chunk chunk, int job) {
        BatchTold.Keyed press = chunk.told.resources().get("press");
        if (press == null
                || !CrashRun.usesPress(argument(chunk, job))
                || chunk.isCancelled(job)
                || chunk.refused.get(job)) {
            return true;
        }
        if (chunk.ticket == 0) {
            chunk.ticket = ++lastTicket;
            Request request = new Request(press.key(), job);
            requests.put(chunk.ticket, request);
            say(wanted(chunk.ticket, request));
            return false;
        }
        Request request = requests.get(chunk.ticket);
        return request != null && request.granted && request.job == job;
    }

    private void giveBack(Chunk chunk) {
        if (requests.remove(chunk.ticket) != null) {
            returned.put(chunk.ticket, lastBeat);
            say(new WorkerMessage.ResourceGivenBack(chunk.ticket));
        }
        chunk.ticket = 0;
    }

    private static long argument(Chunk chunk, int job) {
        return chunk.told.batch().arguments().row(job).longValue(0);
    }

    private void report(Chunk chunk, int to) {
        List<Long> values = new ArrayList<>();
        List<FailedJob> failures = new ArrayList<>();
        for (int job = chunk.next; job < to; job++) {
            long argument = argument(chunk, job);
            int offset = job - chunk.next;
            if (chunk.isCancelled(job)) {
                failures.add(new FailedJob(offset, FailedJob.Reason.CANCELLED, ""));
            } else if (chunk.refused.get(job)) {
                failures.add(new FailedJob(offset, FailedJob.Reason.FAILED, "refused"));
            } else if (CrashRun.fails(argument)) {
                failures.add(
                        new FailedJob(offset, FailedJob.Reason.FAILED, CrashRun.failure(argument)));
            } else {
                values.add(CrashRun.result(argument));
            }
        }
        boolean last = to == chunk.end();
        if (last) {
            held.remove(chunk.assign.lease());
            credits++;
        }
        long[] none = new long[0];
        WorkerMessage.ResultsSent results =
                new WorkerMessage.ResultsSent(
                        chunk.assign.lease(),
                        chunk.next,
                        to - chunk.next,
                        Column.ofLongs(values.stream().mapToLong(value -> value).toArray()),
                        failures,
                        new JobTimes(none, 0, none, none, none, none, none),
                        List.of(),
                        run.now(),
                        run.now(),
                        last ? credits : 0,
                        ++sequence);
        kept.add(new Kept(results, chunk.assign.batch()));
        chunk.next = to;
        say(results);
    }

    // What happens to it.

    /// Its coordinator is no more.
    void cutOff() {
        stream = Optional.empty();
    }

    /// It is killed.
    void kill() {
        dead = true;
        requests.clear();
        held.clear();
        stream.ifPresent(open ->
                open.toDriver.add(
                        () -> run.driver().membership().ended(open, Optional.of("killed"))));
        stream = Optional.empty();
    }

    /// Its stream breaks, and some of what was under way is lost.
    void breakStream() {
        stream.ifPresent(open -> {
            if (luck.nextBoolean()) {
                open.toDriver.clear();
            }
            open.toDriver.add(() -> run.driver().membership().ended(open, Optional.of("it broke")));
            stream = Optional.empty();
            run.comeBackLater(this);
        });
    }
}
