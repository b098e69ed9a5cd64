package dev.manykitchens.simulator;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.dispatch.DispatcherProbe;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.simulator.RunPlan.BatchPlan;
import dev.manykitchens.simulator.RunPlan.Weather;

import org.apache.commons.rng.UniformRandomProvider;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// One random run with a coordinator that crashes: its disk keeps what was forced, another one goes
/// on, workers and clients come back. Checked from where it counts, the client: each job of each
/// batch that was submitted has one outcome in the end, none was told twice, and none is other than
/// what the job does; and from inside.
final class DurableRun extends RandomRun {

    private static final int REMEMBERED = 80;
    private static final boolean ALONE = Long.getLong("seed") != null;
    private static final long LEASES_A_LIFE = 1_000_000;

    /// Every so many runs the dispatcher is checked from inside after each step; in the others
    /// after every so many steps, because that takes most of the time.
    private static final int EVERY_STEP = 4;

    private static final int OTHERWISE_EVERY = 8;

    /// What happens to the coordinator.
    private final UniformRandomProvider fate;

    private final SimulatedDisk disk;
    private final Map<Long, Client> clients = new LinkedHashMap<>();
    private final Deque<String> story = new ArrayDeque<>();
    private int lives = 1;
    private int crashes;
    private boolean down;
    private long lastLease;
    private int returned;
    private int restoredLeases;
    private int steps;

    /// Who waits for the outcomes of a batch.
    private static final class Client {
        private final BatchPlan plan;
        private final BitSet told = new BitSet();

        /// How each job ended as it was decided last; what was told is that.
        private final Map<Integer, Outcome.Kind> decided = new HashMap<>();

        private boolean finished;

        Client(BatchPlan plan) {
            this.plan = plan;
        }
    }

    DurableRun(long seed) {
        super(seed);
        fate = streams.stream("fate");
        disk = new SimulatedDisk(simulation, streams.stream("disk"));
        cluster.keepJournal(disk, this::told);
    }

    /// Plays the run to its end.
    ///
    /// @throws AssertionError telling the broken promise, the last steps and how to see it again
    DurableRun play() {
        try {
            schedule();
            while (!everythingIsFinished() || simulation.now() < STORM || down) {
                simulation.step();
                require(simulation.now() < LONGEST, "every batch ends");
            }
            everybodyGoesHome();
            checkTheEnd();
            return this;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed %d (%s), at %d us: %s%nreplay, with the last steps: mvn test -pl simulator -am -Dtest=CrashRunsTest -Dsurefire.failIfNoSpecifiedTests=false -Dseed=%d%nlast steps:%n%s"
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

    /// Only a run that is played alone tells its story: to put all steps into words takes longer
    /// than to play them.
    private void note(Supplier<String> what) {
        if (!ALONE) {
            return;
        }
        story.add(simulation.now() / 1000 + " us " + what.get());
        if (story.size() > REMEMBERED) {
            story.removeFirst();
        }
    }

    // What the coordinator decides, and what it says.

    @Override
    void decided(Input input, long now, List<Command> commands) {
        note(() -> input + " -> " + commands.stream().map(Referee::text).toList());
        if (input instanceof Input.WorkerReturned) {
            returned++;
        }
        for (Command command : commands) {
            switch (command) {
                case Command.Deliver(long _, long batch, int _, int _, int[] wanted) -> {
                    for (int job : wanted) {
                        client(batch).decided.put(job, Outcome.Kind.SUCCEEDED);
                    }
                }
                case Command.DeliverOutcome ended -> {
                    for (int job = ended.first(); job < ended.first() + ended.count(); job++) {
                        client(ended.batch()).decided.put(job, ended.outcome().kind());
                    }
                }
                case Command.Assign assign -> {
                    require(assign.lease() > lastLease, "the numbers of leases only grow");
                    lastLease = assign.lease();
                }
                default -> {}
            }
        }
        if (seed % EVERY_STEP == 0 || ++steps % OTHERWISE_EVERY == 0) {
            DispatcherProbe.verify(cluster.dispatcher());
        }
        checkPermits();
    }

    /// Where nobody is given up who lives on, what a worker held is given to nobody else.
    private void checkPermits() {
        ResourceSpec machine = plan.options().resources().get("machine");
        if (machine != null && plan.weather() == Weather.CALM) {
            require(
                    cluster.permitsHeld("machine") <= machine.permits(),
                    "no more permits are held than there are");
        }
    }

    private void told(List<Command> commands) {
        for (Command command : commands) {
            switch (command) {
                case Command.Deliver(long _, long batch, int _, int _, int[] wanted) -> {
                    for (int job : wanted) {
                        tell(client(batch), job);
                    }
                }
                case Command.DeliverOutcome ended -> {
                    for (int job = ended.first(); job < ended.first() + ended.count(); job++) {
                        tell(client(ended.batch()), job);
                    }
                }
                case Command.FinishBatch(long batch) -> finish(client(batch));
                case Command.RefuseBatch(long batch, String reason) ->
                        require(false, "batch " + batch + " is accepted: " + reason);
                default -> {}
            }
        }
    }

    private void tell(Client client, int job) {
        require(
                disk.outcomes(client.plan.number()).get(job),
                "what is told of job " + job + " is on disk");
        require(!client.told.get(job), "job " + job + " is told once");
        client.told.set(job);
    }

    private void finish(Client client) {
        require(!client.finished, "a batch is finished once");
        require(
                client.told.cardinality() == client.plan.jobs().size(),
                "a batch is finished when every job has its outcome");
        client.finished = true;
    }

    private Client client(long batch) {
        Client client = clients.get(batch);
        if (client == null) {
            throw new AssertionError("broken promise: batch " + batch + " was submitted");
        }
        return client;
    }

    // What happens.

    private void schedule() {
        openSubmitters(OpenWork.NONE);
        for (BatchPlan batch : plan.batches()) {
            simulation.at(
                    batch.atNanos(),
                    () -> {
                        clients.put(batch.number(), new Client(batch));
                        submit(batch);
                    });
        }
        int workers = (int) plan.between(1, 5);
        for (int i = 0; i < workers; i++) {
            simulation.at(plan.chance(0.5) ? 0 : moment(), () -> start("w", plan.chance(0.5)));
        }
        repeat(2, 0.3, () -> onSomeWorker(this::drain));
        repeat(2, 0.3, this::cancelSomething);
        if (plan.weather() != Weather.CALM) {
            repeat(3, 0.4, () -> onSomeWorker(name -> cluster.kill(name, "exit code 137")));
            repeat(2, 0.3, () -> onSomeWorker(cluster::vanish));
            repeat(
                    3,
                    0.4,
                    () ->
                            onSomeWorker(
                                    name -> cluster.pause(name, plan.between(10, 1200) * MILLI)));
            repeat(
                    4,
                    0.4,
                    () ->
                            onSomeWorker(name -> {
                                if (!down) {
                                    cluster.breakStream(name, plan.between(1, 400) * MILLI);
                                }
                            }));
            cluster.whenSentAway(
                    _ -> simulation.after(30 * MILLI, () -> start("w", plan.chance(0.5))));
        }
        int planned = 1 + fate.nextInt(4);
        for (int i = 0; i < planned; i++) {
            simulation.at(fate.nextLong(fate.nextDouble() < 0.5 ? STORM / 20 : STORM), this::crash);
        }
        simulation.at(STORM, cluster::repairLinks);
        simulation.after(WATCH, this::keepSomebodyAlive);
    }

    private void crash() {
        if (down) {
            return;
        }
        note(() -> "CRASH");
        down = true;
        crashes++;
        cluster.crash();
        disk.crash();
        simulation.after(fate.nextLong(150 * MILLI), this::restart);
    }

    private void restart() {
        OpenWork work = disk.open();
        note(() -> "RESTART with " + work);
        restoredLeases += work.batches().stream().mapToInt(batch -> batch.leases().size()).sum();
        down = false;
        lives++;
        DispatchOptions options = plan.options().withFirstLease(lives * LEASES_A_LIFE);
        long longest =
                plan.weather() == Weather.CALM
                        ? plan.options().suspectAfter().toNanos()
                        : STORM / 2;
        cluster.restart(options, work, _ -> fate.nextLong(longest));
        openSubmitters(work);
        for (Client client : clients.values()) {
            long batch = client.plan.number();
            if (!disk.knows(batch)) {
                require(client.told.isEmpty() && !client.finished, "what was told of is kept");
                submit(client.plan);
                continue;
            }
            // It says what it has, and hears the rest.
            BitSet rest = (BitSet) disk.outcomes(batch).clone();
            BitSet lost = (BitSet) client.told.clone();
            lost.andNot(rest);
            require(lost.isEmpty(), "what was told is on disk");
            rest.andNot(client.told);
            rest.stream().forEach(job -> tell(client, job));
            boolean open = work.batches().stream().anyMatch(b -> b.batch().batch() == batch);
            if (!open && !client.finished) {
                finish(client);
            }
        }
    }

    private void openSubmitters(OpenWork known) {
        for (int i = 0; i < plan.limits().size(); i++) {
            Input.SubmitterOpened opened = new Input.SubmitterOpened(i + 1, plan.limits().get(i));
            if (!known.submitters().contains(opened)) {
                cluster.feed(opened);
            }
        }
    }

    private void cancelSomething() {
        BatchPlan batch = plan.oneOf(plan.batches());
        if (plan.chance(0.3) || batch.jobs().isEmpty()) {
            cluster.feed(new Input.BatchCancelled(batch.number()));
        } else {
            cluster.feed(
                    new Input.JobCancelled(
                            batch.number(), (int) plan.between(0, batch.jobs().size() - 1)));
        }
    }

    /// When workers die, others are started; in the end there is one that can run everything.
    private void keepSomebodyAlive() {
        if (!everythingIsFinished() && cluster.alive().isEmpty()) {
            start("w", plan.chance(0.5));
        }
        boolean able = cluster.alive().stream().anyMatch(name -> name.startsWith("able"));
        if (simulation.now() > STORM && !able && !everythingIsFinished()) {
            start("able", true);
        }
        simulation.after(WATCH, this::keepSomebodyAlive);
    }

    private void start(String kind, boolean knowsAll) {
        if (closing) {
            return;
        }
        String name = kind + (started.size() + 1);
        started.add(name);
        cluster.start(plan.worker(name, simulation.now() > STORM, knowsAll));
    }

    private boolean everythingIsFinished() {
        return clients.size() == plan.batches().size()
                && clients.values().stream().allMatch(client -> client.finished);
    }

    // The end.

    private void checkTheEnd() {
        require(DispatcherProbe.isEmpty(cluster.dispatcher()), "in the end nothing is kept");
        require(disk.ledger().isEmpty(), "in the end nothing is open on disk");
        requireNobodyHeldTooMuch();
        clients.values().forEach(this::checkOutcomes);
    }

    private void checkOutcomes(Client client) {
        for (int job = 0; job < client.plan.jobs().size(); job++) {
            Outcome.Kind kind = client.decided.get(job);
            if (kind == null) {
                throw new AssertionError(
                        "broken promise: every job ends, batch %d job %d did not"
                                .formatted(client.plan.number(), job));
            }
            requireRight(client.plan, job, kind, false);
        }
    }

    /// How often the coordinator crashed.
    int crashes() {
        return crashes;
    }

    /// How many workers came back to a coordinator that waited for them.
    int returned() {
        return returned;
    }

    /// How many leases were known after crashes.
    int restoredLeases() {
        return restoredLeases;
    }

    /// How many entries were on disk after a crash though nobody had been told.
    int luckyEntries() {
        return disk.luckyEntries();
    }
}
