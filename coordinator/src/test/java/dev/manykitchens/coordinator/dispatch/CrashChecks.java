package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.KeptBatch;
import dev.manykitchens.coordinator.journal.Outcomes;
import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.journal.SqliteJournal;
import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.value.Column;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// What must hold in a run in which a coordinator is killed, seen by the workers and on the disk;
/// what submitters see is theirs to check.
final class CrashChecks {

    private final List<CookingWorker> workers;
    private final List<WaitingSubmitter> submitters;

    /// Those that were given, ever.
    private final Set<Long> leases = new HashSet<>();

    /// Jobs whose results a worker let go of, by batch: they must be on disk.
    private final Map<Long, BitSet> letGo = new HashMap<>();

    /// Leases that both the journal and the worker that came back know, by number.
    private final Map<Long, CookingWorker> rightful = new HashMap<>();

    /// The number of the coordinator that there is, in the journal.
    private long life;

    CrashChecks(List<CookingWorker> workers, List<WaitingSubmitter> submitters) {
        this.workers = workers;
        this.submitters = submitters;
    }

    static void require(boolean holds, String promise) {
        if (!holds) {
            fail(promise);
        }
    }

    static void fail(String promise) {
        throw new AssertionError("broken promise: " + promise);
    }

    // While it runs.

    /// A worker is sent jobs.
    void given(CookingWorker worker, Command.Assign assign) {
        require(leases.add(assign.lease()), "lease " + assign.lease() + " is given once");
        require(
                assign.lease() >> CrashRun.LEASES_A_LIFE_BITS == life,
                "leases have the numbers of this life");
        rightful.forEach((lease, holder) -> {
            CookingWorker.Chunk chunk = holder.held().get(lease);
            require(
                    chunk == null
                            || !holder.isAlive()
                            || chunk.allCancelled
                            || chunk.assign.batch() != assign.batch()
                            || assign.first() >= chunk.end()
                            || assign.first() + assign.count() <= chunk.next,
                    "what %s came back with is left to it: jobs %d+%d of batch %d, lease %d, are given to %s"
                            .formatted(
                                    holder.name,
                                    assign.first(),
                                    assign.count(),
                                    assign.batch(),
                                    lease,
                                    worker.name));
        });
    }

    /// A worker is sent word to stop.
    void cancelled(long lease, List<Integer> jobs) {
        if (jobs.isEmpty()) {
            rightful.remove(lease);
        }
    }

    /// A worker forgets results.
    void letGoOf(CookingWorker.Kept kept) {
        letGo.computeIfAbsent(kept.batch(), _ -> new BitSet())
                .set(kept.results().first(), kept.results().first() + kept.results().count());
    }

    /// There is one of each.
    void checkPermits(String key) {
        require(
                workers.stream()
                                .filter(CookingWorker::isAlive)
                                .mapToInt(worker -> worker.holds(key))
                                .sum()
                        <= 1,
                "no more permits of " + key + " are held than there are");
    }

    // When it was killed.

    /// The coordinator is no more.
    void killed() {
        rightful.clear();
    }

    /// A coordinator has read what the one before left.
    void checkNextLife(Recovered recovered) {
        require(recovered.life() > life, "lives have ever higher numbers");
        life = recovered.life();
    }

    /// The number of the coordinator that there is, in the journal.
    long life() {
        return life;
    }

    /// What workers let go of is on disk, and nothing of a batch that was refused is.
    void checkTheDisk(SqliteJournal journal) throws JournalException {
        Set<Long> kept = new LinkedHashSet<>();
        for (KeptBatch batch : journal.batches()) {
            kept.add(batch.number());
            require(
                    batch.theirs() != CrashRun.REFUSED,
                    "nothing of a batch that is refused remains");
        }
        for (Map.Entry<Long, BitSet> each : letGo.entrySet()) {
            if (kept.contains(each.getKey())) {
                BitSet lacking = (BitSet) each.getValue().clone();
                lacking.andNot(settled(journal, each.getKey()));
                require(
                        lacking.isEmpty(),
                        "results that a worker was told to be kept are on disk, of batch %d those of jobs %s are not"
                                .formatted(each.getKey(), lacking));
            }
        }
        // Numbers of batches that are not kept are given again.
        letGo.keySet().retainAll(kept);
    }

    private static BitSet settled(SqliteJournal journal, long batch) throws JournalException {
        BitSet settled = new BitSet();
        Outcomes page;
        long last = 0;
        do {
            page = journal.outcomes(batch, last, 1_000);
            last = page.last();
            for (Payload payload : page.outcomes()) {
                if (payload instanceof Payload.OfResults(long _, int first, Column results)) {
                    settled.set(first, first + results.size());
                } else if (payload instanceof Payload.OfEnded(long _, int first, int count, _)) {
                    settled.set(first, first + count);
                }
            }
        } while (!page.outcomes().isEmpty());
        return settled;
    }

    /// The driver goes on with what was read.
    void checkRestored(DispatchDriver driver, Recovered recovered) {
        for (OpenWork.UnfinishedBatch open : recovered.work().batches()) {
            BitSet settled = open.succeeded();
            settled.or(open.failed());
            long number = open.batch().batch();
            require(
                    driver.openJobs(number)
                            .equals(OptionalInt.of(open.batch().jobs() - settled.cardinality())),
                    "as many jobs of batch %d are open as had no outcome".formatted(number));
            for (OpenWork.GivenLease lease : open.leases()) {
                workers.stream()
                        .filter(worker -> worker.name.equals(lease.worker()) && worker.isAlive())
                        .filter(worker -> worker.held().containsKey(lease.lease()))
                        .filter(worker -> recovered.workers().containsKey(worker.name))
                        .forEach(worker -> rightful.put(lease.lease(), worker));
            }
        }
    }

    // The end.

    /// Every job has its outcome, and on disk is what is wanted and nothing else.
    void checkTheEnd(SqliteJournal journal) throws JournalException {
        checkTheDisk(journal);
        Map<String, WaitingSubmitter.Its> wanted = new HashMap<>();
        for (WaitingSubmitter submitter : submitters) {
            for (WaitingSubmitter.Its its : submitter.batches) {
                require(
                        its.told.size() == its.jobs,
                        "every job of batch " + its.ours + " has its outcome");
                if (!its.taken) {
                    wanted.put(its.key, its);
                }
            }
        }
        for (KeptBatch batch : journal.batches()) {
            WaitingSubmitter.Its its = wanted.remove(batch.key().text());
            if (its == null) {
                throw new AssertionError(
                        "broken promise: what was taken is forgotten, batch %d is kept"
                                .formatted(batch.number()));
            }
            require(
                    batch.finished().isPresent()
                            && batch.succeeded() + batch.ended() == its.jobs
                            && settled(journal, batch.number()).cardinality() == its.jobs,
                    "batch " + batch.number() + " is complete on disk");
        }
        require(wanted.isEmpty(), "batches with a key are kept: " + wanted.keySet());
    }
}
