package dev.manykitchens.coordinator.journal;

import dev.manykitchens.core.dispatch.OpenWork;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// What changes of a batch that is not finished, as it is after the entry that is being written.
/// What comes and goes within one entry is never written.
final class OpenBatch {

    private final long number;
    private final TriedRuns tried = new TriedRuns();
    private final NavigableMap<Long, OpenWork.GivenLease> leases = new TreeMap<>();

    /// Leases that came, went, or are others, since they were last written.
    private final Set<Long> changedLeases = new HashSet<>();

    /// Those that are in the table.
    private final Set<Long> writtenLeases = new HashSet<>();

    /// How many rows its leases and its tried jobs had when that was last asked.
    private Growth rows = new Growth(0, 0);

    private int givenOut;
    private Counts counts = Counts.NONE;
    private @Nullable Instant finished;

    /// What a batch has.
    ///
    /// @param succeeded jobs with a result
    /// @param ended jobs with any other outcome
    /// @param rows in the table of outcomes
    /// @param bytes that those take
    record Counts(long succeeded, long ended, long rows, long bytes) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        /// With one row more.
        Counts plus(boolean success, int jobs, int bytesMore) {
            return new Counts(
                    succeeded + (success ? jobs : 0),
                    ended + (success ? 0 : jobs),
                    rows + 1,
                    bytes + bytesMore);
        }
    }

    /// By how many rows two tables have grown.
    record Growth(int leases, int tried) {}

    OpenBatch(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    TriedRuns tried() {
        return tried;
    }

    int givenOut() {
        return givenOut;
    }

    Counts counts() {
        return counts;
    }

    /// As it was read.
    void restore(int its, Counts had) {
        givenOut = its;
        counts = had;
    }

    /// As it was read.
    void restore(OpenWork.GivenLease lease) {
        leases.put(lease.lease(), lease);
        writtenLeases.add(lease.lease());
    }

    /// One row more of outcomes.
    void count(boolean success, int jobs, int bytes) {
        counts = counts.plus(success, jobs, bytes);
    }

    @Nullable Instant finished() {
        return finished;
    }

    /// Every job has its outcome: nobody has any of them, and none is tried again.
    void finish(Instant when) {
        finished = when;
        tried.clear();
        changedLeases.addAll(leases.keySet());
        leases.clear();
    }

    void give(OpenWork.GivenLease lease) {
        givenOut = Math.max(givenOut, lease.first() + lease.count());
        put(lease);
    }

    void put(OpenWork.GivenLease lease) {
        leases.put(lease.lease(), lease);
        changedLeases.add(lease.lease());
    }

    void end(long lease) {
        leases.remove(lease);
        changedLeases.add(lease);
    }

    OpenWork.@Nullable GivenLease lease(long lease) {
        return leases.get(lease);
    }

    Collection<OpenWork.GivenLease> leases() {
        return leases.values();
    }

    /// By how many rows its tables have grown since this was last asked.
    Growth takeGrowth() {
        Growth now = new Growth(writtenLeases.size(), tried.size());
        Growth growth = new Growth(now.leases() - rows.leases(), now.tried() - rows.tried());
        rows = now;
        return growth;
    }

    /// What has to be done to the table of leases.
    ///
    /// @param written to be written, again or for the first time
    /// @param gone to be deleted
    record LeaseChanges(List<OpenWork.GivenLease> written, List<Long> gone) {}

    /// What has to be done to the table of leases, which counts as done from now on.
    LeaseChanges takeLeaseChanges() {
        List<OpenWork.GivenLease> written = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        for (Long lease : changedLeases) {
            OpenWork.GivenLease now = leases.get(lease);
            if (now != null) {
                written.add(now);
                writtenLeases.add(lease);
            } else if (writtenLeases.remove(lease)) {
                gone.add(lease);
            }
        }
        changedLeases.clear();
        return new LeaseChanges(written, gone);
    }
}
