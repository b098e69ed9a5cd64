package dev.manykitchens.simulator;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.DispatcherProbe;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.simulator.RunPlan.BatchPlan;
import dev.manykitchens.simulator.RunPlan.Weather;

import org.apache.commons.rng.UniformRandomProvider;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// One random run: two seconds in which anything may happen to the workers, then fair weather until
/// every batch has ended, then everybody goes home. Every step is checked by the referee from
/// outside and by the dispatcher itself from inside.
final class FaultyRun extends RandomRun {

    private static final int REMEMBERED = 50;

    /// What is changed by hand, and when. Of its own, so that runs without it are what they were.
    private final UniformRandomProvider hands;

    /// Whose submitters cannot hear more for a while, and when. Of its own likewise.
    private final UniformRandomProvider pauses;

    private final Referee referee;
    private final ClusterBook watched;
    private final Deque<String> story = new ArrayDeque<>();
    private final Deque<Runnable> recent = new ArrayDeque<>();
    private final Map<String, WorkerPlan> plans = new TreeMap<>();
    private int submitted;
    private final boolean helped;
    private final boolean drainsOnAssign;
    private boolean nobodyWillCome;

    FaultyRun(long seed, boolean takesFingerprint) {
        super(seed);
        hands = streams.stream("hands");
        pauses = streams.stream("pauses");
        helped = plan.chance(0.5);
        drainsOnAssign = plan.chance(0.3);
        referee = new Referee(plan.options(), takesFingerprint);
        watched = new ClusterBook(referee);
    }

    /// Plays the run to its end.
    ///
    /// @throws AssertionError telling the broken promise, the last steps and how to see it again
    Referee play() {
        try {
            schedule();
            runUntilEveryBatchIsFinished();
            everybodyGoesHome();
            checkTheEnd();
            return referee;
        } catch (AssertionError | RuntimeException e) {
            recent.forEach(Runnable::run);
            throw new AssertionError(
                    "seed %d (%s), at %d us: %s%nreplay: mvn test -pl simulator -am -Dtest=RandomRunsTest -Dsurefire.failIfNoSpecifiedTests=false -Dseed=%d%nlast steps:%n%s"
                            .formatted(
                                    seed,
                                    plan.weather(),
                                    simulation.now() / 1000,
                                    e.getMessage(),
                                    seed,
                                    String.join("\n", story)),
                    e);
        }
    }

    @Override
    void decided(Input input, long now, List<Command> commands) {
        recent.add(() ->
                story.add(
                        "%d us %s -> %s"
                                .formatted(
                                        now / 1000,
                                        input,
                                        commands.stream().map(Referee::text).toList())));
        if (recent.size() > REMEMBERED) {
            recent.removeFirst();
        }
        referee.saw(input, now, commands);
        watched.saw(input, now, commands);
        for (Command command : commands) {
            if (command instanceof Command.Assign given && drainsOnAssign && plan.chance(0.04)) {
                // Just when something is on its way or waits there.
                simulation.after(plan.between(0, 2) * MILLI, () -> drain(given.worker()));
            }
        }
        DispatcherProbe.verify(cluster.dispatcher());
    }

    private void schedule() {
        for (int i = 0; i < plan.limits().size(); i++) {
            cluster.feed(new Input.SubmitterOpened(i + 1, plan.limits().get(i)));
        }
        for (BatchPlan batch : plan.batches()) {
            simulation.at(batch.atNanos(), () -> submit(batch));
        }
        int workers = (int) plan.between(1, 5);
        for (int i = 0; i < workers; i++) {
            simulation.at(plan.chance(0.5) ? 0 : moment(), this::startWorker);
        }
        repeat(2, 0.3, () -> onSomeWorker(this::drain));
        repeat(2, 0.3, this::cancelSomething);
        repeat(1, 0.1, this::closeSubmitter);
        if (plan.weather() != Weather.CALM) {
            cluster.whenSentAway(_ -> simulation.after(30 * MILLI, this::startWorker));
            repeat(3, 0.4, () -> onSomeWorker(name -> cluster.kill(name, "exit code 137")));
            repeat(2, 0.3, () -> onSomeWorker(cluster::vanish));
            repeat(3, 0.4, this::pauseSomebody);
            repeat(4, 0.4, this::breakStream);
            repeat(3, 0.2, this::reportForSomebodyElse);
            cluster.tickLate(plan.chance(0.5) ? 0 : plan.between(1, 200) * MILLI);
            repeat(1, 0.1, this::giveUpOnWorkers);
        }
        if (seed % 3 == 0) {
            for (int i = 0; i < 6; i++) {
                simulation.at(hands.nextLong(STORM), this::changeSomething);
            }
        }
        if (seed % 2 == 0) {
            for (int i = pauses.nextInt(8); i > 0; i--) {
                simulation.at(pauses.nextLong(STORM), this::pauseSubmitter);
            }
        }
        simulation.at(
                STORM,
                () -> {
                    cluster.repairLinks();
                    cluster.tickLate(0);
                });
        simulation.after(WATCH, this::keepSomebodyAlive);
    }

    @Override
    void submit(BatchPlan batch) {
        submitted++;
        super.submit(batch);
    }

    private void closeSubmitter() {
        if (!plan.limits().isEmpty()) {
            cluster.feed(new Input.SubmitterClosed(plan.between(1, plan.limits().size())));
        }
    }

    /// Every pause has its end; where two are one, the first end is that of both.
    private void pauseSubmitter() {
        long submitter = pauses.nextInt(plan.limits().size() + 1);
        cluster.feed(new Input.SubmitterPaused(submitter, true));
        long pause = pauses.nextLong(pauses.nextBoolean() ? 20 * MILLI : 800 * MILLI);
        simulation.after(pause, () -> cluster.feed(new Input.SubmitterPaused(submitter, false)));
    }

    private void breakStream() {
        long away = plan.between(1, plan.chance(0.3) ? 1200 : 200) * MILLI;
        onSomeWorker(name -> cluster.breakStream(name, away));
    }

    /// As a pool does: when workers die, others are started. Some runs are helped by a new worker
    /// after the storm; in the others those that lived through it have to do.
    private void keepSomebodyAlive() {
        if (cluster.alive().isEmpty() && !referee.everyBatchIsFinished()) {
            startWorker();
        } else if (simulation.now() > STORM && !referee.everyBatchIsFinished() && !canRunAll()) {
            start("able", true);
        }
        boolean stays = cluster.alive().stream().anyMatch(name -> name.startsWith("fresh"));
        if (helped && simulation.now() > STORM && !stays && !referee.everyBatchIsFinished()) {
            start("fresh", true);
        }
        simulation.after(WATCH, this::keepSomebodyAlive);
    }

    private void startWorker() {
        if (closing) {
            return;
        }
        start("w", plan.chance(0.5));
    }

    private void start(String kind, boolean knowsAll) {
        List<String> gone =
                started.stream().distinct().filter(name -> !referee.isHere(name)).toList();
        boolean comesBack = kind.equals("w") && !gone.isEmpty() && plan.chance(0.3);
        String name = comesBack ? plan.oneOf(gone) : kind + (started.size() + 1);
        if (comesBack && !cluster.isGone(name)) {
            return;
        }
        started.add(name);
        WorkerPlan worker = plan.worker(name, simulation.now() > STORM, knowsAll);
        plans.put(name, worker);
        cluster.start(worker);
    }

    /// Whether the workers that live can run whatever waits.
    private boolean canRunAll() {
        return plan.batches().stream()
                .map(BatchPlan::recipe)
                .allMatch(recipe ->
                        cluster.alive().stream()
                                .map(plans::get)
                                .anyMatch(worker ->
                                        worker != null
                                                && (worker.recipes().isEmpty()
                                                        || worker.recipes().contains(recipe))));
    }

    /// Credits are the worker's own affair: here it offers no more and no fewer than it did.
    private void changeSomething() {
        List<String> alive = cluster.alive();
        switch (hands.nextInt(4)) {
            case 0 -> cluster.feed(new Input.PrefetchSet(hands.nextInt(4)));
            case 1 -> cluster.feed(new Input.ChunkJobsSet(OptionalInt.of(1 + hands.nextInt(9))));
            case 2 -> cluster.feed(new Input.ChunkJobsSet(OptionalInt.empty()));
            default -> {
                if (!alive.isEmpty()) {
                    cluster.feed(
                            new Input.WorkerResized(
                                    alive.get(hands.nextInt(alive.size())), 1 + hands.nextInt(6)));
                }
            }
        }
    }

    private void pauseSomebody() {
        long pause = plan.between(10, 1200) * MILLI;
        onSomeWorker(name -> cluster.pause(name, pause));
    }

    /// A report under a number that belongs to another worker: must not count.
    private void reportForSomebodyElse() {
        List<LeaseBook> leases = List.copyOf(referee.leases());
        if (!leases.isEmpty()) {
            LeaseBook lease = plan.oneOf(leases);
            onSomeWorker(name -> {
                if (!name.equals(lease.assignment().worker())) {
                    cluster.feed(
                            new Input.ResultsReceived(
                                    name,
                                    lease.assignment().lease(),
                                    lease.reported(),
                                    lease.end() - lease.reported(),
                                    List.of(),
                                    MILLI));
                }
            });
        }
    }

    private void cancelSomething() {
        BatchPlan batch = plan.oneOf(plan.batches());
        if (plan.chance(0.3) || batch.jobs().isEmpty()) {
            cluster.feed(new Input.BatchCancelled(batch.number()));
        } else {
            int first = (int) plan.between(0, batch.jobs().size() - 1);
            int last = (int) plan.between(first, Math.min(first + 5, batch.jobs().size() - 1));
            for (int job = first; job <= last; job++) {
                cluster.feed(new Input.JobCancelled(batch.number(), job));
            }
        }
    }

    /// As a pool does whose workers die before they join. Those that are there may go on.
    private void giveUpOnWorkers() {
        nobodyWillCome = true;
        cluster.feed(
                new Input.WorkersUnavailable(
                        new Outcome.Failed(
                                "no worker will come", new Origin("none", "none", 0, 1))));
    }

    private void runUntilEveryBatchIsFinished() {
        while (submitted < plan.batches().size()
                || !referee.everyBatchIsFinished()
                || simulation.now() < STORM) {
            simulation.step();
            if (simulation.now() > LONGEST) {
                throw new AssertionError("broken promise: every batch ends");
            }
        }
    }

    private void checkTheEnd() {
        require(DispatcherProbe.isEmpty(cluster.dispatcher()), "in the end nothing is kept");
        require(referee.keepsNothing(), "in the end nobody holds or awaits anything");
        watched.checkTheEnd();
        requireNobodyHeldTooMuch();
        for (BatchPlan batch : plan.batches()) {
            BatchBook book = referee.batches().get(batch.number());
            if (book != null) {
                checkOutcomes(batch, book);
            }
            referee.tally().batches++;
            referee.tally().jobs += batch.jobs().size();
        }
    }

    private void checkOutcomes(BatchPlan batch, BatchBook book) {
        for (int job = 0; job < batch.jobs().size(); job++) {
            Outcome failure = book.failures().get(job);
            Outcome.Kind kind = failure == null ? Outcome.Kind.SUCCEEDED : failure.kind();
            requireRight(batch, job, kind, nobodyWillCome);
        }
    }
}
