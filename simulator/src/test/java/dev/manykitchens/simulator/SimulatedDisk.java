package dev.manykitchens.simulator;

import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.journal.Fact;
import dev.manykitchens.core.journal.GroupCommit;
import dev.manykitchens.core.journal.Ledger;

import org.apache.commons.rng.UniformRandomProvider;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A journal on a disk that forces in virtual time, one entry at a time: all that was written since
/// the last. A crash loses what was not forced, but for an entry that was just being forced: that
/// may be there though nobody was told.
final class SimulatedDisk implements SimulatedCluster.Journal {

    private static final long LONGEST_FORCE = 12_000_000;

    private final Simulation simulation;
    private final UniformRandomProvider random;
    private final Ledger ledger = new Ledger();

    /// The jobs whose outcome is on disk, by batch.
    private final Map<Long, BitSet> ended = new HashMap<>();

    private GroupCommit<List<Fact>> commits = new GroupCommit<>(this::force);
    private List<List<Fact>> underForce = List.of();
    private int life;
    private int luckyEntries;

    SimulatedDisk(Simulation simulation, UniformRandomProvider random) {
        this.simulation = simulation;
        this.random = random;
    }

    @Override
    public void write(List<Fact> facts, Runnable effects) {
        if (facts.isEmpty()) {
            commits.then(effects);
        } else {
            commits.write(facts, facts.stream().anyMatch(Fact::isPromise), effects);
        }
    }

    private void force(List<List<Fact>> entry) {
        underForce = entry;
        int its = life;
        simulation.after(
                random.nextLong(LONGEST_FORCE),
                () -> {
                    if (its == life) {
                        keep(entry);
                        commits.forced();
                    }
                });
    }

    private void keep(List<List<Fact>> entry) {
        underForce = List.of();
        entry.forEach(facts -> facts.forEach(this::keep));
    }

    private void keep(Fact fact) {
        ledger.add(fact);
        switch (fact) {
            case Fact.BatchAccepted accepted -> ended.put(accepted.batch().batch(), new BitSet());
            case Fact.JobsReported reported -> {
                for (int job : reported.succeeded()) {
                    outcomes(reported.batch()).set(job);
                }
            }
            case Fact.JobsEnded jobs ->
                    outcomes(jobs.batch()).set(jobs.first(), jobs.first() + jobs.count());
            case Fact.SubmitterCame _,
                    Fact.SubmitterWent _,
                    Fact.BatchFinished _,
                    Fact.JobsTried _,
                    Fact.LeaseGiven _,
                    Fact.LeaseEnded _,
                    Fact.WorkerCame _,
                    Fact.WorkerResized _,
                    Fact.WorkerWent _,
                    Fact.ResourcesCame _,
                    Fact.ResourcesWent _ -> {}
        }
    }

    /// The power fails.
    void crash() {
        life++;
        if (!underForce.isEmpty() && random.nextDouble() < 0.5) {
            luckyEntries++;
            keep(underForce);
        }
        underForce = List.of();
        commits = new GroupCommit<>(this::force);
    }

    /// What is open, as the disk has it.
    OpenWork open() {
        return ledger.open();
    }

    Ledger ledger() {
        return ledger;
    }

    /// Whether a batch was accepted, as the disk has it.
    boolean knows(long batch) {
        return ended.containsKey(batch);
    }

    /// The jobs of a batch whose outcome is on disk.
    BitSet outcomes(long batch) {
        return ended.computeIfAbsent(batch, _ -> new BitSet());
    }

    /// How many entries were on disk after a crash though nobody had been told.
    int luckyEntries() {
        return luckyEntries;
    }
}
