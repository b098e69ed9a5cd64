package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.journal.SqliteJournal;
import dev.manykitchens.coordinator.link.BatchKey;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/// One run of the hands of the dispatcher with a journal on disk, with workers and submitters that
/// a seed moves one at a time, in which the coordinator is killed at one point; played to the end,
/// and checked from where it counts: the submitters, the workers, the disk.
///
/// Here is the world: who is in it, what moves, and what a kill takes. Memory is gone then; what is
/// left of the files is in CrashDisk, and what must hold in CrashChecks.
final class CrashRun {

    private static final long MILLI = 1_000_000;
    private static final int MOST_MOVES = 40_000;
    static final int LEASES_A_LIFE_BITS = 20;
    private static final boolean ALONE = System.getProperty("point") != null;

    /// Workers say so often that they are well, and hear then what was heard of them.
    private static final long BEAT = 4 * MILLI;

    /// The disk is slower than the rest: one time in so many its turn comes.
    private static final int SLOW = 3;

    private static final InstantSource WALL = InstantSource.fixed(Instant.ofEpochSecond(1_000));

    /// The submitter's number of a batch that is refused.
    static final long REFUSED = 77_777;

    private final long seed;
    private final CrashPoint point;

    /// What happens, and when what moves.
    private final Random plan;

    private final Random moves;

    /// What becomes of files, and of what was under way, when a coordinator is killed.
    private final Random fate;

    private final List<CookingWorker> workers = new ArrayList<>();
    private final List<CookingWorker.Stream> streams = new ArrayList<>();
    private final List<WaitingSubmitter> submitters = new ArrayList<>();
    private final List<Planned> planned = new ArrayList<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(
                    Comparator.comparingLong(Timer::at).thenComparingLong(Timer::number));
    private final Deque<Runnable> deliveries = new ArrayDeque<>();
    private long now = 1_000 * MILLI;
    private int madeMoves;
    private int life;
    private int kills;
    private boolean ending;
    private long timersSet;
    private long lastBatch;
    private long lastSubmitter;
    private long lastBeats;
    private int returned;

    private final CrashChecks checks = new CrashChecks(workers, submitters);
    private final CrashDisk disk;
    private DispatchDriver driver;

    private record Timer(long at, long number, Runnable task) {}

    private record Planned(int move, Runnable action) {}

    CrashRun(long seed, CrashPoint point, Path root) throws IOException {
        this.seed = seed;
        this.point = point;
        plan = new Random(seed * 31);
        moves = new Random(seed * 37);
        fate = new Random(seed * 41 + point.toString().hashCode());
        disk = new CrashDisk(point, root, WALL, fate, this::note);
        open();
    }

    // What jobs do.

    static boolean fails(long argument) {
        return Math.floorMod(argument, 7) == 3;
    }

    static String failure(long argument) {
        return "cannot do " + argument;
    }

    static long result(long argument) {
        return argument * 3 + 1;
    }

    static boolean usesPress(long argument) {
        return Math.floorMod(argument, 3) == 1;
    }

    // What the others need.

    DispatchDriver driver() {
        return driver;
    }

    SqliteJournal journal() {
        return disk.journal();
    }

    CrashChecks checks() {
        return checks;
    }

    long now() {
        return now;
    }

    int life() {
        return life;
    }

    long nextBatch() {
        return ++lastBatch;
    }

    long nextSubmitter() {
        return ++lastSubmitter;
    }

    /// How many entries were forced.
    int forces() {
        return disk.forces();
    }

    /// How many workers came back to a coordinator that had not seen them.
    int returned() {
        return returned;
    }

    int kills() {
        return kills;
    }

    // The run.

    /// Plays it to its end.
    ///
    /// @throws AssertionError telling the broken promise and how to see it again
    CrashRun play() {
        try {
            prepare();
            while (!isOver()) {
                move();
            }
            goHome();
            checkTheEnd();
            return this;
        } catch (AssertionError | RuntimeException | IOException e) {
            throw new AssertionError(
                    "seed %d, crash point %s, move %d, life %d: %s%nreplay: mvn test -pl coordinator -am -Dtest=CrashPointsTest -Dsurefire.failIfNoSpecifiedTests=false -Dseed=%d -Dpoint=%s"
                            .formatted(seed, point, madeMoves, life, e.getMessage(), seed, point),
                    e);
        } finally {
            disk.close();
        }
    }

    private void prepare() {
        for (int i = 0; i < 2; i++) {
            at(plan.nextInt(5), this::startWorker);
        }
        for (int i = 0; i < 2; i++) {
            WaitingSubmitter submitter = new WaitingSubmitter("s" + i, this, i == 0);
            submitters.add(submitter);
            int opens = plan.nextInt(20);
            at(opens, submitter::open);
            int batches = 1 + plan.nextInt(2);
            for (int b = 0; b < batches; b++) {
                int kind = plan.nextInt(4);
                WaitingSubmitter.Its its =
                        submitter.plan(
                                kind < 2 ? "" : "key " + i + b, kind == 3, 1 + plan.nextInt(12));
                int comes = opens + plan.nextInt(60);
                at(comes, () -> submitter.handIn(its));
                if (plan.nextInt(3) == 0) {
                    int job = plan.nextInt(its.jobs);
                    boolean all = plan.nextInt(3) == 0;
                    at(comes + 5 + plan.nextInt(80), () -> cancel(submitter, its, all, job));
                }
            }
        }
        at(plan.nextInt(150), this::startWorker);
        at(plan.nextInt(150), this::drainOne);
        at(plan.nextInt(200), () -> aWorker().ifPresent(CookingWorker::kill));
        at(plan.nextInt(200), () -> aWorker().ifPresent(CookingWorker::breakStream));
        at(plan.nextInt(100), this::submitForNobody);
        planned.sort(Comparator.comparingInt(Planned::move));
    }

    private void at(int move, Runnable action) {
        planned.add(new Planned(move, action));
    }

    private static void cancel(
            WaitingSubmitter submitter, WaitingSubmitter.Its its, boolean all, int job) {
        if (all) {
            submitter.cancel(its);
        } else {
            submitter.cancel(its, job);
        }
    }

    private void startWorker() {
        CookingWorker worker = new CookingWorker("w" + (workers.size() + 1), this, moves);
        workers.add(worker);
        streams.add(worker.open());
    }

    private Optional<CookingWorker> aWorker() {
        List<CookingWorker> alive = workers.stream().filter(CookingWorker::isAlive).toList();
        return alive.isEmpty()
                ? Optional.empty()
                : Optional.of(alive.get(plan.nextInt(alive.size())));
    }

    private void drainOne() {
        aWorker().ifPresent(worker -> driver.membership().drain(worker.name, "make room"));
    }

    /// A batch of a submitter that is not there is refused.
    private void submitForNobody() {
        boolean[] heard = new boolean[2];
        LiveBatch live =
                new LiveBatch(
                        nextBatch(),
                        new Submission(
                                new BatchTold(
                                        new Batch(
                                                WaitingSubmitter.BOOK.get("echo_integer"),
                                                Columns.of(Column.ofLongs(1)),
                                                BatchOptions.DEFAULTS),
                                        0,
                                        Map.of()),
                                1_000_000,
                                false,
                                new BitSet(),
                                new Claim(REFUSED, BatchKey.NONE, false),
                                new BatchListener() {
                                    @Override
                                    public void succeeded(int first, Column results) {
                                        CrashChecks.fail("a batch that is refused is not run");
                                    }

                                    @Override
                                    public void ended(int job, Outcome outcome) {
                                        heard[0] = true;
                                    }
                                }),
                        now);
        driver.submit(live, 10, () -> CrashChecks.fail("a batch that is refused is not accepted"));
        int submitted = life;
        after(
                2_000 * MILLI,
                () ->
                        CrashChecks.require(
                                heard[0] || life != submitted,
                                "whoever submits a batch that is refused hears so"));
    }

    private boolean isOver() {
        return planned.isEmpty() && submitters.stream().allMatch(WaitingSubmitter::isDone);
    }

    /// One thing happens.
    private void move() throws IOException {
        madeMoves++;
        CrashChecks.require(madeMoves < MOST_MOVES, "every batch ends");
        now += moves.nextInt((int) MILLI / 2);
        while (!planned.isEmpty() && planned.getFirst().move() <= madeMoves) {
            planned.removeFirst().action().run();
        }
        keepSomebodyAlive();
        passTime();
        List<Move> possible = new ArrayList<>();
        if (disk.isBusy() && moves.nextInt(SLOW) == 0) {
            possible.add(disk.isForced() ? disk::told : this::force);
        }
        if (!deliveries.isEmpty()) {
            possible.add(() -> deliveries.remove().run());
        }
        for (CookingWorker.Stream stream : List.copyOf(streams)) {
            if (!stream.toDriver.isEmpty()) {
                possible.add(() -> stream.toDriver.remove().run());
            }
            if (!stream.toWorker.isEmpty()) {
                possible.add(() -> stream.toWorker.remove().run());
            }
            if (stream.toDriver.isEmpty()
                    && stream.toWorker.isEmpty()
                    && workers.stream()
                            .noneMatch(worker -> worker.stream().equals(Optional.of(stream)))) {
                streams.remove(stream);
            }
        }
        for (CookingWorker worker : workers) {
            if (worker.canWork()) {
                possible.add(worker::work);
            }
        }
        for (WaitingSubmitter submitter : submitters) {
            for (WaitingSubmitter.Its its : submitter.batches) {
                if (submitter.canAct(its)) {
                    possible.add(() -> submitter.act(its));
                }
            }
        }
        if (possible.isEmpty()) {
            now += 20 * MILLI;
        } else {
            possible.get(moves.nextInt(possible.size())).make();
        }
    }

    private interface Move {
        void make() throws IOException;
    }

    private void force() throws IOException {
        Optional<Path> left = disk.force();
        if (left.isPresent()) {
            kill(left.get());
        }
    }

    private void passTime() {
        while (!timers.isEmpty() && timers.peek().at() <= now) {
            timers.remove().task().run();
        }
        if (now - lastBeats >= BEAT) {
            lastBeats = now;
            workers.stream().filter(CookingWorker::isAlive).forEach(CookingWorker::beat);
        }
        if (driver.wakeAt() <= now) {
            driver.tick();
        }
    }

    private void after(long nanos, Runnable task) {
        timers.add(new Timer(now + nanos, ++timersSet, task));
    }

    private void keepSomebodyAlive() {
        if (!ending
                && planned.isEmpty()
                && workers.stream().noneMatch(worker -> worker.isAlive() && !worker.isDraining())) {
            startWorker();
        }
    }

    /// A worker whose stream is over looks for the coordinator.
    void comeBackLater(CookingWorker worker) {
        after(
                moves.nextInt((int) (40 * MILLI)),
                () -> {
                    if (worker.isAlive() && worker.stream().isEmpty()) {
                        streams.add(worker.open());
                    }
                });
    }

    /// A run that is played alone tells its story.
    void note(String what) {
        if (ALONE) {
            System.out.println(now / 1_000 + " us, move " + madeMoves + ": " + what);
        }
    }

    // The coordinator.

    private void kill(Path files) throws IOException {
        note("KILLED");
        kills++;
        int already = kills;
        for (CookingWorker.Stream stream : streams) {
            // What was sent may have been on its way.
            for (int left = fate.nextInt(stream.toWorker.size() + 1); left > 0; left--) {
                stream.toWorker.remove().run();
            }
        }
        for (int left = fate.nextInt(deliveries.size() + 1); left > 0; left--) {
            deliveries.remove().run();
        }
        streams.clear();
        deliveries.clear();
        timers.clear();
        checks.killed();
        disk.crash(files);
        now += fate.nextInt((int) (100 * MILLI));
        workers.stream()
                .filter(CookingWorker::isAlive)
                .forEach(worker -> {
                    worker.cutOff();
                    comeBackLater(worker);
                });
        if (already == 1 && point.kind() == CrashPoint.Kind.RECOVERY) {
            dieInRecovery(1);
        } else if (already == 1 && point.kind() == CrashPoint.Kind.RECOVERY_TWICE) {
            dieInRecovery(2);
        }
        open();
    }

    private void dieInRecovery(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            kills++;
            checks.checkNextLife(disk.recover());
            disk.crash(disk.copy());
        }
    }

    private void open() throws IOException {
        life++;
        Recovered recovered = disk.recover();
        checks.checkNextLife(recovered);
        lastBatch = recovered.lastBatch();
        lastSubmitter = recovered.lastSubmitter();
        driver =
                new DispatchDriver(
                        DispatchOptions.DEFAULTS.withFirstLease(
                                checks.life() << LEASES_A_LIFE_BITS),
                        Map.of(),
                        _ -> {},
                        deliveries::add,
                        new Supply(life),
                        () -> now,
                        Optional.of(
                                new DispatchDriver.Kept(
                                        new KeptSteps(disk::take), WALL, this::cameToDisk)));
        note("life " + checks.life() + " with " + recovered.work());
        if (life > 1) {
            checks.checkTheDisk(disk.journal());
            restore(recovered);
        }
    }

    private void cameToDisk(long batch) {
        submitters.forEach(submitter -> submitter.cameToDisk(batch));
    }

    private void restore(Recovered recovered) throws IOException {
        driver.restore(recovered.work(), Restart.of(recovered, now));
        checks.checkRestored(driver, recovered);
        for (WaitingSubmitter submitter : submitters) {
            submitter.restarted(disk.journal(), recovered);
        }
        Set<Long> busy = new HashSet<>();
        recovered.work().batches().forEach(open -> busy.add(open.batch().submitter()));
        recovered
                .submitters()
                .forEach((number, submitter) -> {
                    if (submitter.session().isEmpty() && !busy.contains(number)) {
                        // It was opened for a batch that is finished, or that was not kept.
                        driver.close(number);
                        submitters.stream()
                                .flatMap(each -> each.batches.stream())
                                .filter(its -> its.submitter == number)
                                .forEach(its -> its.closed = true);
                    }
                });
    }

    // The end.

    private void goHome() throws IOException {
        ending = true;
        for (int moved = 0; moved < 4 * MOST_MOVES && !isQuiet(); moved++) {
            if (!disk.isBusy() && isOver()) {
                submitters.stream()
                        .filter(WaitingSubmitter::isOpen)
                        .forEach(WaitingSubmitter::close);
                driver.roster().names().forEach(name -> driver.membership().drain(name, "the end"));
            }
            move();
        }
        CrashChecks.require(isQuiet(), "everybody leaves");
    }

    private boolean isQuiet() {
        return isOver()
                && !disk.isBusy()
                && deliveries.isEmpty()
                && submitters.stream().noneMatch(WaitingSubmitter::isOpen)
                && driver.roster().names().isEmpty();
    }

    private void checkTheEnd() throws IOException {
        CrashChecks.require(
                point.equals(CrashPoint.NEVER) || kills > 0,
                "the run is killed at its point, had %d forces".formatted(disk.forces()));
        checks.checkTheEnd(disk.journal());
        disk.reopen();
        Recovered recovered = disk.recover();
        checks.checkNextLife(recovered);
        CrashChecks.require(
                recovered.work().equals(OpenWork.NONE),
                "nothing is open in the end: " + recovered.work());
    }

    /// Lets in everybody, and waits a second for who does not come back.
    private final class Supply implements WorkerSupply {
        private final int its;

        Supply(int its) {
            this.its = its;
        }

        @Override
        public Admittance admit(WorkerHello hello, Predicate<String> isTaken) {
            return isTaken.test(hello.wantedName())
                    ? new Admittance.Refused("its name is taken")
                    : new Admittance.As(hello.wantedName(), Set.of());
        }

        @Override
        public void joined(String worker) {}

        @Override
        public void used(String worker) {}

        @Override
        public void draining(String worker) {}

        @Override
        public void left(String worker) {}

        @Override
        public void streamBroke(String worker, String why) {
            int breaks = driver.membership().unreachable(worker, why);
            after(
                    1_000 * MILLI,
                    () -> {
                        if (its == life) {
                            driver.membership().goneUnlessBack(worker, breaks, why);
                        }
                    });
        }

        @Override
        public void cameBack(String worker) {
            if (life > 1) {
                returned++;
            }
        }

        @Override
        public void givenUp(String worker, String why) {}

        @Override
        public void notNeeded() {}
    }
}
