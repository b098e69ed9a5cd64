package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.event.WorkerState;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Every promise about the dispatcher's state between two inputs, checked from scratch.
final class Invariants {

    private final DispatchOptions options;
    private final Tuning tuning;
    private final UnfinishedBatches batches;
    private final Submitters submitters;
    private final Workers workers;
    private final Leases leases;
    private final Placement placement;
    private final SharedResources resources;
    private final List<String> broken = new ArrayList<>();

    Invariants(
            DispatchOptions options,
            Tuning tuning,
            UnfinishedBatches batches,
            Submitters submitters,
            Workers workers,
            Leases leases,
            Placement placement,
            SharedResources resources) {
        this.options = options;
        this.tuning = tuning;
        this.batches = batches;
        this.submitters = submitters;
        this.workers = workers;
        this.leases = leases;
        this.placement = placement;
        this.resources = resources;
    }

    /// The promises that do not hold; empty when all do.
    List<String> broken() {
        List<WorkerEntry> everybody = new ArrayList<>(workers.heard());
        everybody.addAll(workers.silent());
        everybody.forEach(this::checkWorker);
        checkSilence();
        checkLeases();
        batches.all().forEach(this::checkBatch);
        submitters.all().forEach(submitter -> checkSubmitter(submitter, everybody));
        checkResources(everybody);
        placement.check(everybody, batches.all(), this::require);
        int threads = 0;
        for (WorkerEntry worker : everybody) {
            threads += worker.state() == WorkerState.ACTIVE ? worker.threads() : 0;
        }
        require(threads == workers.activeThreads(), "the active threads are counted right");
        require(batches.size() <= options.mostBatches(), "batches stay within their limit");
        require(workers.size() <= options.mostWorkers(), "workers stay within their limit");
        return broken;
    }

    private void checkWorker(WorkerEntry worker) {
        String name = worker.name();
        require(
                worker.credits() >= 0,
                () -> name + " never gets more leases than it offered credits");
        boolean exclusive = false;
        for (Lease lease : worker.leases()) {
            exclusive |= lease.isExclusive();
            require(
                    leases.heldBy(name, lease.number()) == lease,
                    () -> "lease " + lease.number() + " of " + name + " is valid");
        }
        require(
                !exclusive || worker.leases().size() == 1,
                () -> name + " has nothing beside a job that needs a worker of its own");
        require(worker.isExclusive() == exclusive, () -> name + " knows whether it is exclusive");
        require(
                worker.fits(tuning.prefetch()),
                () -> name + " holds as many chunks as it has threads and places to wait");
        require(
                worker.state() != WorkerState.LOST && worker.state() != WorkerState.LEFT,
                () -> name + " is here");
    }

    private void checkSilence() {
        long before = Long.MIN_VALUE;
        for (WorkerEntry worker : workers.heard()) {
            require(
                    worker.lastHeard() >= before && !worker.isSilent(),
                    () -> worker.name() + " stands in order among those heard");
            require(worker.state() != WorkerState.SUSPECT, () -> worker.name() + " is not suspect");
            before = worker.lastHeard();
        }
        before = Long.MIN_VALUE;
        for (WorkerEntry worker : workers.silent()) {
            require(
                    worker.lastHeard() >= before && worker.isSilent(),
                    () -> worker.name() + " stands in order among the silent");
            require(worker.state() != WorkerState.ACTIVE, () -> worker.name() + " is not active");
            before = worker.lastHeard();
        }
    }

    private void checkLeases() {
        long before = Long.MIN_VALUE;
        for (Lease lease : leases.all()) {
            require(lease.expiresAt() >= before, () -> name(lease) + " stands in order of expiry");
            before = lease.expiresAt();
            require(
                    lease.worker().leases().contains(lease)
                            && workers.find(lease.worker().name()) == lease.worker(),
                    () -> name(lease) + " belongs to a worker that is here");
            require(
                    lease.batch().running().startingAt(lease.chunk().first())
                            == lease
                            != (lease.batch().copies().of(lease.chunk().first()) == lease),
                    () -> name(lease) + " is entered with its batch, as a copy or not");
            require(
                    lease.worker().skills().include(lease.batch().lane().recipe()),
                    () -> name(lease) + " is of a recipe that its worker can run");
            require(
                    lease.number() <= leases.last(),
                    () -> name(lease) + " has a number that was given");
            require(
                    !lease.isComplete(),
                    () -> name(lease) + " ended when all its jobs were reported");
            require(
                    lease.chunk().attempt() <= lease.batch().attempts(),
                    () -> name(lease) + " stays within the attempts");
        }
    }

    private void checkBatch(BatchQueue batch) {
        require(!batch.isFinished(), () -> name(batch) + " is unfinished");
        require(
                batches.find(batch.number()) == batch,
                () -> name(batch) + " is found by its number");
        require(
                submitters.find(batch.lane().submitter().number()) == batch.lane().submitter(),
                () -> name(batch) + " is of a submitter that is here");
        int[] places = new int[batch.jobs()];
        int queued = mark(batch, places, batch.waiting());
        int alone = mark(batch, places, batch.waitingAlone());
        for (Lease lease : batch.running().all()) {
            mark(batch, places, List.of(lease.chunk().from(lease.expected())));
            require(
                    leases.heldBy(lease.worker().name(), lease.number()) == lease,
                    () -> name(batch) + " runs under valid leases");
        }
        int settled = 0;
        for (int job = 0; job < batch.jobs(); job++) {
            if (batch.isSettled(job)) {
                settled++;
            } else {
                int at = job;
                require(places[job] == 1, () -> name(batch) + " has job " + at + " in one place");
            }
        }
        require(
                settled == batch.succeeded() + batch.failed(),
                () -> name(batch) + " counts its outcomes right");
        require(queued == batch.queued(), () -> name(batch) + " counts what waits right");
        require(alone == batch.queuedAlone(), () -> name(batch) + " counts what waits alone right");
        batch.copies().running().values().forEach(copy -> checkCopy(batch, copy));
    }

    private void checkCopy(BatchQueue batch, Lease copy) {
        int job = copy.chunk().first();
        require(
                copy.chunk().count() == 1 && !copy.chunk().solo(),
                () -> name(copy) + " copies one job");
        Lease original = batch.leaseOf(job);
        require(
                batch.isSettled(job)
                        || (original != null
                                && original.worker() != copy.worker()
                                && !original.chunk().solo()),
                () -> name(copy) + " copies a job that runs elsewhere");
    }

    private void checkSubmitter(Submitter submitter, List<WorkerEntry> everybody) {
        Crew crew = submitter.crew();
        for (WorkerEntry worker : everybody) {
            boolean member = crew != null && crew.members().contains(worker);
            require(
                    crew == null || member || !holdsSomeOf(submitter, worker),
                    () -> name(submitter) + " has its jobs run by nobody but its crew");
            require(
                    member == worker.crews().contains(submitter),
                    () -> worker.name() + " knows whether it is in the crew of " + name(submitter));
            require(
                    crew == null
                            || !crew.has(worker)
                            || worker.state() == WorkerState.ACTIVE
                            || worker.state() == WorkerState.SUSPECT,
                    () -> worker.name() + " takes part in a crew");
        }
        if (crew != null) {
            require(
                    crew.members().size() <= crew.most(),
                    () -> name(submitter) + " stays within its limit");
            require(
                    everybody.containsAll(crew.members()),
                    () -> name(submitter) + " has a crew that is here");
        }
        int highest = PriorityCount.NOTHING;
        for (BatchQueue batch : batches.all()) {
            if (batch.lane().submitter() == submitter && batch.queued() > 0) {
                highest = Math.max(highest, batch.priority());
            }
        }
        require(
                submitter.highestWaiting() == highest,
                () -> name(submitter) + " knows the highest priority that waits");
    }

    private static boolean holdsSomeOf(Submitter submitter, WorkerEntry worker) {
        for (Lease lease : worker.leases()) {
            if (lease.batch().lane().submitter() == submitter) {
                return true;
            }
        }
        return false;
    }

    private static String name(Lease lease) {
        return "lease " + lease.number();
    }

    private static String name(BatchQueue batch) {
        return "batch " + batch.number();
    }

    private static String name(Submitter submitter) {
        return "submitter " + submitter.number();
    }

    private static int mark(BatchQueue batch, int[] places, List<Range> ranges) {
        int open = 0;
        for (Range range : ranges) {
            for (int job = range.first(); job < range.end(); job++) {
                if (!batch.isSettled(job)) {
                    places[job]++;
                    open++;
                }
            }
        }
        return open;
    }

    private void checkResources(List<WorkerEntry> everybody) {
        for (Map.Entry<String, SharedResources.Stock> entry : resources.stocks().entrySet()) {
            SharedResources.Stock stock = entry.getValue();
            String name = entry.getKey();
            int granted = 0;
            int waiting = 0;
            for (WorkerEntry worker : everybody) {
                for (SharedResources.Claim claim : worker.claims().values()) {
                    if (claim.stock() == stock) {
                        granted += claim.isGranted() ? 1 : 0;
                        waiting += claim.isGranted() ? 0 : 1;
                    }
                }
            }
            require(granted == stock.held(), () -> name + " is held by workers that are here");
            require(waiting == stock.waiting().size(), () -> name + " is awaited by workers here");
            require(
                    stock.held() <= stock.permits(),
                    () -> name + " has permits for all who hold one");
            require(
                    stock.waiting().isEmpty()
                            || stock.held() == stock.permits()
                            || resources.isAwaiting(),
                    () -> name + " keeps nobody waiting while a permit is free");
            require(
                    stock.waiting().size() <= options.mostWaiting(),
                    () -> name + " has places for all who wait");
        }
    }

    private void require(boolean holds, String promise) {
        if (!holds) {
            broken.add(promise);
        }
    }

    /// For promises of which there are many: only one that is broken is put into words.
    private void require(boolean holds, Supplier<String> promise) {
        if (!holds) {
            broken.add(promise.get());
        }
    }
}
