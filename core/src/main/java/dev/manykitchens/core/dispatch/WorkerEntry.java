package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.collection.Chain;
import dev.manykitchens.core.collection.Lineup;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Origin;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/// One worker: what it offered, what it holds, how it is.
final class WorkerEntry {

    private final String name;
    private final String host;
    private final long pid;
    private int threads;
    private final int line;
    private final Skills skills;
    private final long lastLeaseBefore;

    /// The submitters whose crew it is in.
    private final SequencedSet<Submitter> crews = new LinkedHashSet<>();

    private WorkerState state = WorkerState.JOINING;

    /// Its place among those heard lately.
    private int place = Lineup.NOWHERE;

    private long lastHeard;
    private boolean silent;

    /// Whether it was restored and has not returned.
    private boolean awaited;

    private long offered;
    private long spent;
    private final Chain<Lease> leases = new Chain<>();
    private int brief;

    /// So much it may hold although there is less room for it now: as much as it held when its room
    /// became less, and has held ever since.
    private int tolerated;

    /// Leases that expired here and that it may still be running.
    private Set<Long> ghosts = Set.of();

    /// Its seats at the matchings, by number.
    private final Matching.@Nullable Seat[] seats = new Matching.@Nullable Seat[Matching.MATCHINGS];

    private boolean reserved;
    private boolean exclusive;

    private final Map<Long, SharedResources.Claim> claims = new LinkedHashMap<>();

    /// @param lastLeaseBefore the number of the last lease given before it joined
    WorkerEntry(Input.WorkerJoined hello, Skills skills, long lastLeaseBefore, long listenedNanos) {
        name = hello.worker();
        host = hello.host();
        pid = hello.pid();
        threads = hello.threads();
        line = hello.line();
        this.skills = skills;
        this.lastLeaseBefore = lastLeaseBefore;
        lastHeard = listenedNanos;
    }

    /// Its seat at a matching; null when it has none.
    Matching.@Nullable Seat seatAt(int matching) {
        return seats[matching];
    }

    void sit(int matching, Matching.@Nullable Seat seat) {
        seats[matching] = seat;
    }

    /// Its place among those heard lately; [Lineup#NOWHERE] when it is silent.
    int place() {
        return place;
    }

    void standAt(int itsPlace) {
        place = itsPlace;
    }

    String name() {
        return name;
    }

    int threads() {
        return threads;
    }

    void resize(int count) {
        threads = count;
        tolerate();
    }

    /// Its room may be less from now on: what it holds stays.
    void tolerate() {
        tolerated = held();
    }

    /// Whether it holds no more than there is room for, but for what it held before there was less.
    boolean fits(int prefetch) {
        return held() <= Math.max(tolerated, threads * (1L + prefetch));
    }

    /// The driver's own number for the way to it.
    int line() {
        return line;
    }

    /// What it can run.
    Skills skills() {
        return skills;
    }

    /// Whether it may ever have had a lease of this number: an older one belonged to somebody else,
    /// even if that one had its name.
    boolean mayHaveHad(long lease) {
        return lease > lastLeaseBefore;
    }

    /// The submitters whose crew it is in.
    SequencedSet<Submitter> crews() {
        return crews;
    }

    Origin origin(int attempt) {
        return new Origin(name, host, pid, attempt);
    }

    WorkerState state() {
        return state;
    }

    void transitionTo(WorkerState next) {
        state = next;
    }

    long lastHeard() {
        return lastHeard;
    }

    /// Whether it was silent for longer than a heartbeat should take.
    boolean isSilent() {
        return silent;
    }

    void markHeard(long listenedNanos) {
        lastHeard = listenedNanos;
        silent = false;
    }

    void markSilent() {
        silent = true;
    }

    void markHeardInSilence(long listenedNanos) {
        lastHeard = listenedNanos;
    }

    /// Whether it was restored and has not returned: how many leases it took is not known.
    boolean isAwaited() {
        return awaited;
    }

    void await() {
        awaited = true;
    }

    /// Notes how many leases it took in its life.
    void returned(long received) {
        awaited = false;
        spent = received;
        offered = Math.max(offered, received);
    }

    /// How many more leases it is willing to take.
    long credits() {
        return awaited ? 0 : offered - spent;
    }

    /// Takes in an offer; whether it is more than was known.
    boolean offer(long total) {
        boolean more = total > offered;
        offered = Math.max(offered, total);
        return more;
    }

    /// Gives a credit back that went into a lease which never arrived.
    void refund() {
        spent--;
    }

    Collection<Lease> leases() {
        return leases;
    }

    void take(Lease lease) {
        spent++;
        leases.putLast(lease.amongWorkers());
        brief += lease.isBrief() ? 1 : 0;
        exclusive = lease.isExclusive();
    }

    void release(Lease lease) {
        boolean _ = leases.leave(lease.amongWorkers());
        brief -= lease.isBrief() ? 1 : 0;
        exclusive = false;
        tolerated = Math.min(tolerated, held());
    }

    Set<Long> ghosts() {
        return ghosts;
    }

    /// Notes that a lease expired here that it may still be running.
    void haunt(long lease) {
        if (ghosts.isEmpty()) {
            // A set of its own only for a worker that needs one: most never do.
            ghosts = new LinkedHashSet<>();
        }
        ghosts.add(lease);
    }

    /// Takes in which leases it still runs; whether any other expired one is over now.
    boolean runsNoneBeside(Collection<Long> running) {
        return !ghosts.isEmpty() && ghosts.retainAll(running);
    }

    /// Whether nothing runs here for all we know.
    boolean isIdle() {
        return leases.isEmpty() && ghosts.isEmpty();
    }

    /// Whether it is kept free for a job that needs a worker of its own.
    boolean isReserved() {
        return reserved;
    }

    void reserve(boolean yes) {
        reserved = yes;
    }

    /// Whether it holds a job that must have nothing beside it.
    boolean isExclusive() {
        return exclusive;
    }

    /// How many chunks can begin here at once.
    int freeThreads() {
        return takesChunks() ? Math.clamp(credits(), 0, Math.max(0, threads - held())) : 0;
    }

    /// How many chunks can be kept waiting here when all threads are busy. Only threads with short
    /// jobs are waited for.
    int roomToWait(int prefetch) {
        int waiting = held() - threads;
        if (!takesChunks() || waiting < 0) {
            return 0;
        }
        long room = (long) prefetch * Math.max(0, threads - (held() - brief)) - waiting;
        return Math.clamp(room, 0, Math.clamp(credits(), 0, Integer.MAX_VALUE));
    }

    /// Whether a job that needs a worker of its own can begin here now.
    boolean canHost() {
        return state == WorkerState.ACTIVE && isIdle() && credits() > 0;
    }

    Map<Long, SharedResources.Claim> claims() {
        return claims;
    }

    private boolean takesChunks() {
        return state == WorkerState.ACTIVE && !reserved && !exclusive;
    }

    private int held() {
        return leases.size() + ghosts.size();
    }
}
