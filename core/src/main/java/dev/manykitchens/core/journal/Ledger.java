package dev.manykitchens.core.journal;

import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.resource.ResourceSpec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What is open after all facts so far: as much as there is left to do, however much has been done.
/// Confined to one thread.
public final class Ledger {

    private final Map<Long, Input.SubmitterOpened> submitters = new LinkedHashMap<>();
    private final Map<String, Input.WorkerJoined> workers = new LinkedHashMap<>();
    private final NavigableMap<String, ResourceSpec> resources = new TreeMap<>();
    private final Map<Long, Page> batches = new LinkedHashMap<>();

    /// The batch of each lease that is open.
    private final Map<Long, Page> byLease = new HashMap<>();

    private long lastLease;
    private long lastBatch;

    /// What is open of one batch.
    private static final class Page {
        private final Input.BatchSubmitted batch;
        private final BitSet succeeded = new BitSet();
        private final BitSet failed = new BitSet();

        /// In which attempt a job runs next, for those that were tried before.
        private final NavigableMap<Integer, Integer> tried = new TreeMap<>();

        private final NavigableMap<Long, OpenWork.GivenLease> leases = new TreeMap<>();
        private int givenOut;

        Page(Input.BatchSubmitted batch) {
            this.batch = batch;
        }

        void end(BitSet ended, int job) {
            ended.set(job);
            tried.remove(job);
        }

        OpenWork.UnfinishedBatch open() {
            return new OpenWork.UnfinishedBatch(
                    batch, succeeded, failed, givenOut, triedJobs(), List.copyOf(leases.values()));
        }

        private List<OpenWork.TriedJobs> triedJobs() {
            List<OpenWork.TriedJobs> runs = new ArrayList<>();
            tried.forEach((job, attempt) -> {
                OpenWork.TriedJobs before = runs.isEmpty() ? null : runs.getLast();
                if (before != null
                        && before.first() + before.count() == job
                        && before.attempt() == attempt) {
                    runs.removeLast();
                    runs.add(new OpenWork.TriedJobs(before.first(), before.count() + 1, attempt));
                } else {
                    runs.add(new OpenWork.TriedJobs(job, 1, attempt));
                }
            });
            return runs;
        }
    }

    /// Takes in facts, in the order in which they happened.
    public void addAll(Collection<Fact> facts) {
        facts.forEach(this::add);
    }

    /// Takes in the next fact. What it names that is not open is passed over: its end came before.
    public void add(Fact fact) {
        switch (fact) {
            case Fact.SubmitterCame(Input.SubmitterOpened submitter) ->
                    submitters.putIfAbsent(submitter.submitter(), submitter);
            case Fact.SubmitterWent(long submitter) -> submitters.remove(submitter);
            case Fact.BatchAccepted(Input.BatchSubmitted batch) -> {
                lastBatch = Math.max(lastBatch, batch.batch());
                batches.put(batch.batch(), new Page(batch));
            }
            case Fact.BatchFinished(long batch) -> {
                Page page = batches.remove(batch);
                if (page != null) {
                    page.leases.keySet().forEach(byLease::remove);
                }
            }
            case Fact.JobsReported reported -> report(reported);
            case Fact.JobsEnded(long batch, int first, int count) -> {
                Page page = batches.get(batch);
                for (int job = first; page != null && job < first + count; job++) {
                    page.end(page.failed, job);
                }
            }
            case Fact.JobsTried tried -> tryAgain(tried);
            case Fact.LeaseGiven given -> give(given);
            case Fact.LeaseEnded(long lease) -> {
                Page page = byLease.remove(lease);
                if (page != null) {
                    page.leases.remove(lease);
                }
            }
            case Fact.WorkerCame(Input.WorkerJoined worker) -> workers.put(worker.worker(), worker);
            case Fact.WorkerResized(String worker, int threads) ->
                    workers.computeIfPresent(
                            worker,
                            (_, its) ->
                                    new Input.WorkerJoined(
                                            worker,
                                            its.host(),
                                            its.pid(),
                                            threads,
                                            its.recipes(),
                                            its.line()));
            case Fact.WorkerWent(String worker) -> workers.remove(worker);
            case Fact.ResourcesCame(Map<String, ResourceSpec> more) ->
                    more.forEach(resources::putIfAbsent);
            case Fact.ResourcesWent(var names) -> names.forEach(resources::remove);
        }
    }

    private void report(Fact.JobsReported reported) {
        Page page = batches.get(reported.batch());
        if (page == null) {
            return;
        }
        for (int job : reported.succeeded()) {
            page.end(page.succeeded, job);
        }
        OpenWork.GivenLease lease = page.leases.get(reported.lease());
        if (lease == null) {
            return;
        }
        int left = lease.first() + lease.count() - reported.first() - reported.count();
        if (left > 0) {
            page.leases.put(
                    lease.lease(),
                    new OpenWork.GivenLease(
                            lease.lease(),
                            lease.worker(),
                            reported.first() + reported.count(),
                            left,
                            lease.attempt()));
        } else {
            page.leases.remove(lease.lease());
            byLease.remove(lease.lease());
        }
    }

    private void tryAgain(Fact.JobsTried tried) {
        Page page = batches.get(tried.batch());
        OpenWork.@Nullable GivenLease lease = page == null ? null : page.leases.get(tried.lease());
        if (page == null || lease == null) {
            return;
        }
        for (int job = tried.first(); job < tried.first() + tried.count(); job++) {
            page.tried.put(job, lease.attempt() + 1);
        }
    }

    private void give(Fact.LeaseGiven given) {
        lastLease = Math.max(lastLease, given.lease());
        Page page = batches.get(given.batch());
        if (page != null) {
            page.givenOut = Math.max(page.givenOut, given.first() + given.count());
            page.leases.put(
                    given.lease(),
                    new OpenWork.GivenLease(
                            given.lease(),
                            given.worker(),
                            given.first(),
                            given.count(),
                            given.attempt()));
            byLease.put(given.lease(), page);
        }
    }

    /// What is open now.
    public OpenWork open() {
        return new OpenWork(
                List.copyOf(submitters.values()),
                List.copyOf(workers.values()),
                resources,
                batches.values().stream().map(Page::open).toList());
    }

    /// Whether nothing is open: no batch, no worker, no submitter.
    public boolean isEmpty() {
        return batches.isEmpty() && workers.isEmpty() && submitters.isEmpty();
    }

    /// The highest number of a lease that is known to have been given; 0 when there is none.
    public long lastLease() {
        return lastLease;
    }

    /// The highest number of a batch that was accepted; 0 when there is none.
    public long lastBatch() {
        return lastBatch;
    }
}
