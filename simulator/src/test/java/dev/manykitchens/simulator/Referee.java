package dev.manykitchens.simulator;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/// Watches a dispatcher from outside and keeps books of its own, from nothing but inputs and
/// commands. Any promise of the contract that a command breaks stops the run.
final class Referee implements SimulatedCluster.Witness {

    private final DispatchOptions options;
    private final Map<Long, BatchBook> batches = new LinkedHashMap<>();
    private final Map<Long, LeaseBook> leases = new LinkedHashMap<>();
    private final Map<String, WorkerBook> workers = new LinkedHashMap<>();
    private final Map<String, PermitBook> permits = new TreeMap<>();
    private final Set<String> departed = new HashSet<>();
    private final Map<Long, Integer> limits = new TreeMap<>(Map.of(0L, 0));
    private final Set<Long> paused = new HashSet<>();
    private final Set<Long> resumed = new HashSet<>();
    private Set<String> joining = Set.of();
    private Optional<Command.Assign> copying = Optional.empty();

    private int prefetch;
    private int longestChunk;
    private long now;
    private Input input = new Input.Tick();
    private long lastLease;
    private long wakeAt = Long.MAX_VALUE;
    private final boolean takesFingerprint;
    private long fingerprint;
    private final Tally tally = new Tally();

    /// @param takesFingerprint whether to sum up all commands, which takes time
    Referee(DispatchOptions options, boolean takesFingerprint) {
        this.options = options;
        prefetch = options.prefetch();
        longestChunk = options.longestChunk();
        this.takesFingerprint = takesFingerprint;
        options.resources()
                .forEach((name, spec) -> permits.put(name, new PermitBook(spec.permits())));
    }

    Tally tally() {
        return tally;
    }

    Map<Long, BatchBook> batches() {
        return batches;
    }

    /// A number that two runs share only if their commands are the same.
    long fingerprint() {
        return fingerprint;
    }

    /// The valid leases.
    Collection<LeaseBook> leases() {
        return leases.values();
    }

    boolean everyBatchIsFinished() {
        return batches.values().stream().allMatch(BatchBook::isFinished);
    }

    /// Whether a worker of this name has joined and is not gone.
    boolean isHere(String name) {
        return workers.containsKey(name);
    }

    boolean keepsNothing() {
        return leases.isEmpty() && permits.values().stream().allMatch(PermitBook::isUnused);
    }

    @Override
    public void saw(Input happened, long nowNanos, List<Command> commands) {
        now = nowNanos;
        input = happened;
        note(happened);
        commands.forEach(this::check);
        if (happened instanceof Input.ResultsReceived) {
            long answers =
                    commands.stream()
                            .filter(c -> c instanceof Command.Deliver || c instanceof Command.Drop)
                            .count();
            require(answers == 1, "a report is answered once");
        }
        for (Map.Entry<String, PermitBook> permit : permits.entrySet()) {
            require(!permit.getValue().wastes(), permit.getKey() + " is given to who waits for it");
        }
        require(
                workers.isEmpty()
                        || (wakeAt > now && wakeAt - now <= options.leaseDuration().toNanos()),
                "while a worker can fall silent the dispatcher asks to be woken in time");
    }

    private void note(Input happened) {
        switch (happened) {
            case Input.SubmitterOpened(long number, int most) -> limits.putIfAbsent(number, most);
            case Input.SubmitterPaused(long number, boolean isPaused) -> {
                if (isPaused) {
                    paused.add(number);
                    tally.paused++;
                } else if (paused.remove(number)) {
                    resumed.add(number);
                }
            }
            case Input.BatchSubmitted batch -> batches.put(batch.batch(), new BatchBook(batch));
            case Input.WorkerUnreachable _ -> tally.broken++;
            case Input.WorkerJoined hello -> joining = hello.recipes();
            case Input.CreditsOffered(String name, long total) -> {
                hear(name);
                if (workers.containsKey(name)) {
                    here(name).offer(total);
                }
            }
            case Input.HeartbeatReceived(String name, List<Long> named) -> {
                hear(name);
                for (long number : named) {
                    LeaseBook lease = leases.get(number);
                    if (lease != null && lease.assignment().worker().equals(name)) {
                        lease.renew(now);
                    }
                }
            }
            case Input.ResultsReceived report -> hear(report.worker());
            case Input.PartReceived(String name) -> {
                hear(name);
                leases.values().stream()
                        .filter(lease -> lease.assignment().worker().equals(name))
                        .forEach(lease -> lease.renew(now));
            }
            case Input.LeaseReturned(String name, _) -> hear(name);
            case Input.ResourceAsked(String name, long ticket, String resource, _, _) -> {
                hear(name);
                PermitBook book = permits.get(resource);
                if (book != null && workers.containsKey(name)) {
                    book.ask(name, ticket);
                }
            }
            case Input.ResourceReturned(String name, long ticket) -> {
                hear(name);
                permits.values().forEach(book -> book.giveBack(name, ticket));
            }
            case Input.PrefetchSet(int chunks) -> prefetch = chunks;
            case Input.ChunkJobsSet(OptionalInt most) ->
                    longestChunk = most.orElse(options.longestChunk());
            case Input.WorkerResized(String name, int threads) -> {
                WorkerBook worker = workers.get(name);
                if (worker != null) {
                    worker.resize(threads);
                    tally.resized++;
                }
            }
            case Input.Restored _, Input.WorkerReturned _ ->
                    require(false, "the coordinator of this run never crashed");
            case Input.SubmitterClosed _,
                    Input.BatchCancelled _,
                    Input.JobCancelled _,
                    Input.WorkerGone _,
                    Input.WorkersUnavailable _,
                    Input.DrainRequested _,
                    Input.ResourcesAdded _,
                    Input.ResourcesRemoved _,
                    Input.Tick _ -> {}
        }
    }

    private void hear(String name) {
        WorkerBook worker = workers.get(name);
        if (worker != null) {
            worker.hear(now);
        }
    }

    private void check(Command command) {
        if (takesFingerprint) {
            fingerprint = fingerprint * 31 + text(command).hashCode();
        }
        switch (command) {
            case Command.Assign given -> assigned(given);
            case Command.Deliver delivery -> delivered(delivery);
            case Command.DeliverOutcome outcome -> outcome(outcome);
            case Command.Drop(String worker, long lease) -> dropped(worker, lease);
            case Command.ForgetLease(long lease) -> forgotten(lease);
            case Command.CancelJobs(String worker, _, _) -> here(worker);
            case Command.Drain(String worker, _) -> here(worker);
            case Command.Disconnect(String worker, _) ->
                    require(departed.contains(worker), "only lost workers are disconnected");
            case Command.GrantResource(String worker, long ticket) -> granted(worker, ticket);
            case Command.RefuseResource(String worker, long ticket, _) -> {
                here(worker);
                permits.values().forEach(book -> book.giveBack(worker, ticket));
            }
            case Command.FinishBatch(long batch) -> {
                BatchBook book = open(batch);
                require(book.told().cardinality() == book.jobs(), "no job is lost");
                book.finish();
            }
            case Command.RefuseBatch(long batch, _) -> batches.remove(batch);
            case Command.RefuseWorker _ -> {}
            case Command.WakeAt(long at) -> {
                require(at > now, "a wake-up call lies ahead");
                wakeAt = at;
            }
            case Command.Announce(RunEvent event) -> announced(event);
        }
    }

    private void assigned(Command.Assign given) {
        require(given.lease() > lastLease, "the numbers of leases only grow");
        lastLease = given.lease();
        BatchBook batch = open(given.batch());
        require(!paused.contains(batch.submitter()), "nothing of a paused submitter is given out");
        tally.resumed += resumed.remove(batch.submitter()) ? 1 : 0;
        int end = given.first() + given.count();
        require(given.count() > 0 && given.first() >= 0 && end <= batch.jobs(), "jobs exist");
        require(given.count() <= longestChunk, "chunks stay within their limit");
        require(given.attempt() == 1 || given.count() == 1, "after a crash jobs go one by one");
        for (int job = given.first(); job < end; job++) {
            require(!batch.told().get(job), "a job that has its outcome is not run");
            require(batch.holders(job) == 0 || isCopy(given), "only a copy is a second lease");
            require(
                    given.attempt() == batch.deaths(job) + 1,
                    "the attempt is one more than the deaths under the job");
        }
        copying = batch.holders(given.first()) > 0 ? Optional.of(given) : Optional.empty();
        for (int job = given.first(); job < end; job++) {
            batch.hold(job);
        }
        require(given.attempt() <= batch.attempts(), "attempts stay within their limit");
        boolean alone = given.attempt() > 1 && given.attempt() == batch.attempts();
        leases.put(given.lease(), new LeaseBook(given, alone, now));
        tally.alone += alone ? 1 : 0;
        tally.longestChunk = Math.max(tally.longestChunk, given.count());

        WorkerBook worker = here(given.worker());
        require(worker.state() == WorkerState.ACTIVE, "only active workers get jobs");
        require(
                worker.canRun(batch.recipe()),
                "nobody gets jobs of a recipe that it does not know");
        for (long other : worker.leases()) {
            require(!alone && !lease(other).isAlone(), "nothing runs beside a last attempt");
        }
        if (!alone && copying.isEmpty() && maySurelyServe(worker, batch.submitter())) {
            checkUrgency(batch, worker);
        }
        worker.assign(given.lease());
        require(
                worker.hasRoomFor(prefetch),
                "a worker gets no more than it has threads and places to wait, as they are now");
        require(worker.isWithinCredits(), "a worker gets no more leases than it offered credits");
        checkCrew(batch.submitter());
    }

    private void checkCrew(long submitter) {
        int most = limits.getOrDefault(submitter, 0);
        long crew =
                leases.values().stream()
                        .filter(lease -> known(lease.assignment().batch()).submitter() == submitter)
                        .map(lease -> lease.assignment().worker())
                        .distinct()
                        .count();
        require(most == 0 || crew <= most, "a submitter has no more workers than it may");
        tally.fullCrews += most > 0 && crew == most ? 1 : 0;
    }

    /// Whether a worker may serve whatever a submitter has. In a crew that is full it may be that a
    /// worker takes the place of one that cannot run a recipe, while something else still waits for
    /// that one.
    private boolean maySurelyServe(WorkerBook worker, long submitter) {
        return limits.getOrDefault(submitter, 0) == 0
                || worker.leases().stream()
                        .anyMatch(held ->
                                known(lease(held).assignment().batch()).submitter() == submitter);
    }

    private void checkUrgency(BatchBook given, WorkerBook worker) {
        boolean ahead = false;
        for (BatchBook other : batches.values()) {
            if (other.submitter() == given.submitter()
                    && other.priority() != given.priority()
                    && !other.isFinished()
                    && worker.canRun(other.recipe())
                    && other.hasWaitingBesideOthers()) {
                require(
                        other.priority() < given.priority(),
                        "a submitter's jobs of a higher priority go first");
                ahead = true;
            }
        }
        tally.ahead += ahead ? 1 : 0;
    }

    /// Whether this may be the second lease of a job that runs already.
    private boolean isCopy(Command.Assign given) {
        BatchBook batch = open(given.batch());
        List<LeaseBook> others =
                leases.values().stream()
                        .filter(lease -> lease.holds(given.batch(), given.first()))
                        .toList();
        require(given.count() == 1 && others.size() == 1, "a job is copied once at a time");
        LeaseBook original = others.getFirst();
        long age = now - original.startedAt();
        require(
                batch.speculates() && batch.attempts() > 1 && given.attempt() == 1,
                "only jobs are copied that may be, and under which nobody died");
        require(batch.hasNothingWaiting(), "nothing is copied while something waits");
        require(!original.assignment().worker().equals(given.worker()), "a copy runs elsewhere");
        require(age >= 50_000_000 && age > 2 * batch.meanNanos(), "only late jobs are copied");
        return true;
    }

    private void delivered(Command.Deliver delivery) {
        LeaseBook lease = lease(delivery.lease());
        Command.Assign given = lease.assignment();
        require(
                input instanceof Input.ResultsReceived report
                        && report.lease() == delivery.lease()
                        && report.worker().equals(given.worker())
                        && report.first() == delivery.first()
                        && report.jobs() == delivery.count(),
                "what is delivered was reported by the worker that holds the lease");
        require(
                delivery.batch() == given.batch()
                        && delivery.first() == lease.reported()
                        && delivery.first() + delivery.count() <= lease.end(),
                "parts are delivered in sequence");
        lease.report(delivery.count(), now);
        tally.partial += lease.isComplete() ? 0 : 1;
        BatchBook batch = open(delivery.batch());
        if (input instanceof Input.ResultsReceived report && isNews(delivery, report, batch)) {
            batch.observe(report.jobs(), report.serviceNanos());
        }
        for (int job : delivery.wanted()) {
            require(
                    job >= delivery.first() && job < delivery.first() + delivery.count(),
                    "only what was reported is delivered");
            require(!batch.told().get(job), "each outcome is delivered once");
            batch.told().set(job);
        }
        for (int job = delivery.first(); job < lease.reported(); job++) {
            batch.letGo(job);
        }
    }

    private static boolean isNews(
            Command.Deliver delivery, Input.ResultsReceived report, BatchBook batch) {
        return delivery.wanted().length > 0
                || report.failures().stream().anyMatch(f -> !batch.told().get(f.job()));
    }

    private void dropped(String worker, long number) {
        tally.dropped++;
        LeaseBook lease = leases.get(number);
        if (input instanceof Input.ResultsReceived report
                && lease != null
                && lease.assignment().worker().equals(worker)
                && known(lease.assignment().batch()).isFinished()
                && report.first() == lease.reported()) {
            // What is left of a cancelled batch counts as reported: it frees the worker.
            lease.report(report.jobs(), now);
            for (int job = report.first(); job < lease.reported(); job++) {
                known(lease.assignment().batch()).letGo(job);
            }
        }
    }

    private void outcome(Command.DeliverOutcome given) {
        BatchBook batch = open(given.batch());
        for (int job = given.first(); job < given.first() + given.count(); job++) {
            require(!batch.told().get(job), "each outcome is delivered once");
            batch.told().set(job);
            batch.failures().put(job, given.outcome());
            if (given.outcome().kind() == Outcome.Kind.WORKER_LOST) {
                tally.workerLost++;
                require(
                        batch.deaths(job) == batch.attempts(),
                        "a job fails by its workers' deaths when its attempts are used up");
            }
            tally.cancelled += given.outcome().kind().isCancellation() ? 1 : 0;
        }
    }

    private void forgotten(long number) {
        LeaseBook lease = lease(number);
        String name = lease.assignment().worker();
        WorkerBook worker = workers.get(name);
        if (!lease.isComplete() && worker != null) {
            boolean returned =
                    input instanceof Input.LeaseReturned(String by, long which)
                            && by.equals(name)
                            && which == number;
            require(
                    returned || now - lease.renewedAt() >= options.leaseDuration().toNanos(),
                    "a lease ends early only when it is given back, its worker is gone, or nobody renewed it");
            require(
                    worker.state() != WorkerState.SUSPECT,
                    "what a silent worker holds is not decided before it is heard or lost");
            tally.returned += returned ? 1 : 0;
            tally.expired += returned ? 0 : 1;
        }
        leases.remove(number);
        if (worker != null) {
            worker.forget(number, lease.isComplete());
        }
        for (int job = lease.reported(); job < lease.end(); job++) {
            known(lease.assignment().batch()).letGo(job);
        }
    }

    private void granted(String worker, long ticket) {
        here(worker);
        tally.grants++;
        List<PermitBook> concerned =
                permits.values().stream().filter(book -> book.concerns(worker, ticket)).toList();
        require(concerned.size() == 1, "only what was asked for is granted");
        require(
                concerned.getFirst().grant(worker, ticket),
                "permits go to the first who asked, and no more than there are");
    }

    private void announced(RunEvent event) {
        require(event.atNanos() == now, "events tell the time");
        switch (event) {
            case RunEvent.WorkerJoined(_, String name, _, _, int threads) -> {
                require(!workers.containsKey(name), "a name is free before it is used again");
                tally.comebacks += departed.remove(name) ? 1 : 0;
                workers.put(name, new WorkerBook(joining, threads, now));
            }
            case RunEvent.WorkerChanged(_, String name, WorkerState state, _) ->
                    changed(name, state);
            case RunEvent.JobsRequeued requeued -> {
                if (requeued.counted()) {
                    tally.requeuedCounted += requeued.count();
                } else {
                    tally.requeuedUncounted += requeued.count();
                }
            }
            case RunEvent.BatchFinished(_, long number, int succeeded, int failed) -> {
                BatchBook batch = open(number);
                require(
                        succeeded == batch.succeeded() && failed == batch.failures().size(),
                        "a finished batch counts right");
            }
            case RunEvent.ChunkAssigned _ ->
                    require(copying.isEmpty(), "a copy is not announced as a chunk");
            case RunEvent.JobsCopied copied -> {
                require(
                        copying.filter(given -> given.lease() == copied.lease()).isPresent(),
                        "what is announced as a copy is one");
                copying = Optional.empty();
                tally.copies++;
            }
            case RunEvent.BatchSubmitted _, RunEvent.JobFailed _, RunEvent.ResultsDropped _ -> {}
            case RunEvent.PoolReady _,
                    RunEvent.JobsFinished _,
                    RunEvent.WorkerMeasured _,
                    RunEvent.JobsInProgress _,
                    RunEvent.WorkerDescribed _,
                    RunEvent.WorkerResized _,
                    RunEvent.SettingsChanged _,
                    RunEvent.ResourceUsed _,
                    RunEvent.PoolClosed _ ->
                    throw new AssertionError("the dispatcher cannot know of " + event);
        }
    }

    private void changed(String name, WorkerState state) {
        WorkerBook worker = here(name);
        worker.change(state);
        long silent = now - worker.heardAt();
        switch (state) {
            case SUSPECT -> {
                tally.suspicions++;
                require(
                        silent >= options.suspectAfter().toNanos()
                                || input instanceof Input.WorkerUnreachable,
                        "suspects were silent, or their stream broke");
            }
            case LOST, LEFT -> {
                workers.remove(name);
                departed.add(name);
                permits.values().forEach(book -> book.forget(name));
                if (state == WorkerState.LOST) {
                    worker.leases().forEach(number -> died(lease(number)));
                    boolean told =
                            input instanceof Input.WorkerGone gone && gone.worker().equals(name);
                    tally.crashes += told ? 1 : 0;
                    tally.silences += told ? 0 : 1;
                    require(
                            told || silent >= options.leaseDuration().toNanos(),
                            "lost workers died or were silent for a lease");
                }
            }
            case JOINING, ACTIVE, DRAINING -> {}
        }
    }

    private void died(LeaseBook lease) {
        BatchBook batch = known(lease.assignment().batch());
        for (int job = lease.reported(); job < lease.end(); job++) {
            batch.bereave(job);
        }
    }

    private BatchBook known(long number) {
        return present(batches.get(number), "batch " + number + " was submitted");
    }

    private BatchBook open(long number) {
        BatchBook batch = known(number);
        require(!batch.isFinished(), "nothing is said about a finished batch");
        return batch;
    }

    private LeaseBook lease(long number) {
        return present(leases.get(number), "lease " + number + " is valid");
    }

    private WorkerBook here(String name) {
        return present(workers.get(name), name + " is here");
    }

    private static <T> T present(@Nullable T value, String promise) {
        if (value == null) {
            throw new AssertionError("broken promise: " + promise);
        }
        return value;
    }

    private static void require(boolean holds, String promise) {
        if (!holds) {
            throw new AssertionError("broken promise: " + promise);
        }
    }

    /// A command in words, equal for equal commands.
    static String text(Command command) {
        return command
                        instanceof
                        Command.Deliver(long lease, long batch, int first, int count, int[] wanted)
                ? "Deliver "
                        + lease
                        + " "
                        + batch
                        + " "
                        + first
                        + " "
                        + count
                        + " "
                        + Arrays.toString(wanted)
                : command.toString();
    }
}
