package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.KeptBatch;
import dev.manykitchens.coordinator.journal.Outcomes;
import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.journal.SqliteJournal;
import dev.manykitchens.coordinator.journal.Written;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.sqlite.jdbc4.JDBC4Connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/// One run of the hands of the dispatcher with a journal on disk, with workers and submitters that
/// a seed moves one at a time, in which the coordinator is killed at one point; played to the end,
/// and checked from where it counts: the submitters, the workers, the disk.
///
/// A kill keeps what the operating system has: the files as they are. Memory is gone.
final class CrashRun {

    private static final long MILLI = 1_000_000;
    private static final int MOST_MOVES = 40_000;
    private static final int LEASES_A_LIFE_BITS = 20;
    private static final boolean ALONE = System.getProperty("point") != null;
    private static final int PAGE_BYTES = 8 << 10;

    /// Workers say so often that they are well, and hear then what was heard of them.
    private static final long BEAT = 4 * MILLI;

    /// The disk is slower than the rest: one time in so many its turn comes.
    private static final int SLOW = 3;

    private static final InstantSource WALL = InstantSource.fixed(Instant.ofEpochSecond(1_000));

    /// The submitter's number of a batch that is refused.
    private static final long REFUSED = 77_777;

    private final long seed;
    private final CrashPoint point;
    private final Path root;

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
    private final Set<Long> leases = new HashSet<>();

    /// Jobs whose results a worker let go of, by batch: they must be on disk.
    private final Map<Long, BitSet> letGo = new HashMap<>();

    /// Leases that both the journal and the worker that came back know, by number.
    private final Map<Long, CookingWorker> rightful = new HashMap<>();

    private long now = 1_000 * MILLI;
    private int madeMoves;
    private int forces;
    private int directories;
    private int life;
    private long lastLife;
    private int kills;
    private boolean firstStep;
    private boolean ending;
    private long timersSet;
    private long lastBatch;
    private long lastSubmitter;
    private long lastBeats;
    private int returned;

    private Path directory;
    private SqliteJournal journal;
    private DispatchDriver driver;
    private Optional<Entry> entry = Optional.empty();

    private record Timer(long at, long number, Runnable task) {}

    private record Planned(int move, Runnable action) {}

    /// What was handed to the disk.
    private static final class Entry {
        final List<Written> written;
        final Runnable onForced;
        boolean forced;

        Entry(List<Written> written, Runnable onForced) {
            this.written = written;
            this.onForced = onForced;
        }
    }

    CrashRun(long seed, CrashPoint point, Path root) throws IOException {
        this.seed = seed;
        this.point = point;
        this.root = root;
        plan = new Random(seed * 31);
        moves = new Random(seed * 37);
        fate = new Random(seed * 41 + point.toString().hashCode());
        directory = root.resolve("life-0");
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
        return journal;
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
        return forces;
    }

    /// How many workers came back to a coordinator that had not seen them.
    int returned() {
        return returned;
    }

    int kills() {
        return kills;
    }

    void require(boolean holds, String promise) {
        if (!holds) {
            fail(promise);
        }
    }

    void fail(String promise) {
        throw new AssertionError("broken promise: " + promise);
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
            journal.close();
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
                                new Claim(REFUSED, "", false),
                                new BatchListener() {
                                    @Override
                                    public void succeeded(int first, Column results) {
                                        fail("a batch that is refused is not run");
                                    }

                                    @Override
                                    public void ended(int job, Outcome outcome) {
                                        heard[0] = true;
                                    }
                                }),
                        now);
        driver.submit(live, 10, () -> fail("a batch that is refused is not accepted"));
        int submitted = life;
        after(
                2_000 * MILLI,
                () ->
                        require(
                                heard[0] || life != submitted,
                                "whoever submits a batch that is refused hears so"));
    }

    private boolean isOver() {
        return planned.isEmpty() && submitters.stream().allMatch(WaitingSubmitter::isDone);
    }

    /// One thing happens.
    private void move() throws IOException {
        madeMoves++;
        require(madeMoves < MOST_MOVES, "every batch ends");
        now += moves.nextInt((int) MILLI / 2);
        while (!planned.isEmpty() && planned.getFirst().move() <= madeMoves) {
            planned.removeFirst().action().run();
        }
        keepSomebodyAlive();
        passTime();
        List<Move> possible = new ArrayList<>();
        if (entry.isPresent() && moves.nextInt(SLOW) == 0) {
            possible.add(entry.get().forced ? this::told : this::force);
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

    // What workers tell.

    /// A worker is sent jobs.
    void given(CookingWorker worker, Command.Assign assign) {
        note(worker.name + " is sent " + assign);
        require(leases.add(assign.lease()), "lease " + assign.lease() + " is given once");
        require(
                assign.lease() >> LEASES_A_LIFE_BITS == lastLife,
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
    void cancelled(CookingWorker worker, long lease, List<Integer> jobs) {
        note(worker.name + " is sent word to stop lease " + lease + " jobs " + jobs);
        if (jobs.isEmpty()) {
            rightful.remove(lease);
        }
    }

    /// A worker forgets results.
    void letGoOf(CookingWorker.Kept kept) {
        letGo.computeIfAbsent(kept.batch(), _ -> new BitSet())
                .set(kept.results().first(), kept.results().first() + kept.results().count());
    }

    void checkPermits(String key) {
        require(
                workers.stream()
                                .filter(CookingWorker::isAlive)
                                .mapToInt(worker -> worker.holds(key))
                                .sum()
                        <= 1,
                "no more permits of " + key + " are held than there are");
    }

    // The disk.

    private void force() throws IOException {
        Entry forced = entry.orElseThrow();
        forces++;
        note("force " + forces + " " + forced.written.stream().map(Written::facts).toList());
        if (firstStep) {
            firstStep = false;
            kill(copy());
            return;
        }
        if (forces != point.force()) {
            journal.force(forced.written);
            forced.forced = true;
            return;
        }
        switch (point.kind()) {
            case BEFORE -> kill(copy());
            case MIDDLE -> kill(forceAndCopyInTheMiddle(forced));
            case TORN -> kill(forceAndTear(forced));
            case CHECKPOINT -> kill(forceAndCheckpoint(forced));
            case AFTER -> {
                journal.force(forced.written);
                kill(copy());
            }
            case RECOVERY, RECOVERY_TWICE -> {
                if (fate.nextBoolean()) {
                    journal.force(forced.written);
                }
                kill(copy());
            }
            case FIRST_STEP -> {
                journal.force(forced.written);
                firstStep = true;
                kill(copy());
            }
        }
    }

    private void told() {
        Entry forced = entry.orElseThrow();
        entry = Optional.empty();
        forced.onForced.run();
    }

    /// Copies the files in the middle of a transaction.
    private Path forceAndCopyInTheMiddle(Entry forced) throws IOException {
        Path[] copied = new Path[1];
        int when = fate.nextInt(forced.written.size());
        journal.force(
                new AbstractList<>() {
                    @Override
                    public Written get(int index) {
                        if (index == when) {
                            try {
                                copied[0] = copy();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }
                        return forced.written.get(index);
                    }

                    @Override
                    public int size() {
                        return forced.written.size();
                    }
                });
        return copied[0];
    }

    /// A part of what an entry adds to the log is there.
    private Path forceAndTear(Entry forced) throws IOException {
        Path before = copy();
        journal.force(forced.written);
        byte[] old = Files.readAllBytes(before.resolve("journal.db-wal"));
        byte[] all = Files.readAllBytes(directory.resolve("journal.db-wal"));
        // When the log begins anew its first bytes are others.
        int same = Math.max(0, Arrays.mismatch(old, all));
        int from = Math.min(old.length, same);
        int to = from + fate.nextInt(all.length - from + 1);
        byte[] torn = Arrays.copyOf(old, Math.max(old.length, to));
        System.arraycopy(all, from, torn, from, to - from);
        Files.write(before.resolve("journal.db-wal"), torn);
        return before;
    }

    /// Some of the pages in the log were copied into the database.
    private Path forceAndCheckpoint(Entry forced) throws IOException {
        journal.force(forced.written);
        Path before = copy();
        checkpoint(fate.nextBoolean() ? "PASSIVE" : "TRUNCATE");
        if (fate.nextInt(3) == 0) {
            return copy();
        }
        byte[] from = Files.readAllBytes(before.resolve("journal.db"));
        byte[] to = Files.readAllBytes(directory.resolve("journal.db"));
        try (FileChannel database =
                FileChannel.open(before.resolve("journal.db"), StandardOpenOption.WRITE)) {
            for (int page = 0; page < to.length; page += PAGE_BYTES) {
                boolean isNew =
                        page >= from.length
                                || !Arrays.equals(
                                        from, page, page + PAGE_BYTES, to, page, page + PAGE_BYTES);
                if (isNew && fate.nextBoolean()) {
                    int _ = database.write(ByteBuffer.wrap(to, page, PAGE_BYTES), page);
                }
            }
        }
        return before;
    }

    private void checkpoint(String how) throws IOException {
        String file = "file:" + directory.toRealPath().resolve("journal.db");
        try (Connection other = new JDBC4Connection("jdbc:sqlite:" + file, file, new Properties());
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(" + how + ")");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /// The files as they are.
    private Path copy() throws IOException {
        Path to = Files.createDirectory(root.resolve("life-" + ++directories));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.startsWith("sqlite-") && !name.equals("running")) {
                    Files.copy(file, to.resolve(name));
                }
            }
        }
        return to;
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
        entry = Optional.empty();
        rightful.clear();
        journal.close();
        directory = files;
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
            journal = SqliteJournal.open(directory, WALL);
            requireNextLife(journal.recover());
            Path files = copy();
            journal.close();
            directory = files;
        }
    }

    private void requireNextLife(Recovered recovered) {
        require(recovered.life() > lastLife, "lives have ever higher numbers");
        lastLife = recovered.life();
    }

    private void open() throws IOException {
        life++;
        journal = SqliteJournal.open(directory, WALL);
        Recovered recovered = journal.recover();
        requireNextLife(recovered);
        lastBatch = recovered.lastBatch();
        lastSubmitter = recovered.lastSubmitter();
        driver =
                new DispatchDriver(
                        DispatchOptions.DEFAULTS.withFirstLease(lastLife << LEASES_A_LIFE_BITS),
                        Map.of(),
                        _ -> {},
                        deliveries::add,
                        new Supply(life),
                        () -> now,
                        Optional.of(
                                new DispatchDriver.Kept(
                                        new KeptSteps(this::toDisk), WALL, this::cameToDisk)));
        note("life " + lastLife + " with " + recovered.work());
        if (life > 1) {
            checkTheDisk();
            restore(recovered);
        }
    }

    private void toDisk(List<Written> written, Runnable onForced) {
        require(entry.isEmpty(), "one entry at a time is forced");
        entry = Optional.of(new Entry(written, onForced));
    }

    private void cameToDisk(long batch) {
        submitters.forEach(submitter -> submitter.cameToDisk(batch));
    }

    private void restore(Recovered recovered) throws IOException {
        driver.restore(recovered.work(), Restart.of(recovered, now));
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
        for (WaitingSubmitter submitter : submitters) {
            submitter.restarted(journal, recovered);
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

    /// What workers let go of is on disk, and nothing of a batch that was refused is.
    private void checkTheDisk() throws JournalException {
        Set<Long> kept = new LinkedHashSet<>();
        for (KeptBatch batch : journal.batches()) {
            kept.add(batch.number());
            require(batch.theirs() != REFUSED, "nothing of a batch that is refused remains");
        }
        for (Map.Entry<Long, BitSet> each : letGo.entrySet()) {
            if (kept.contains(each.getKey())) {
                BitSet lacking = (BitSet) each.getValue().clone();
                lacking.andNot(settled(each.getKey()));
                require(
                        lacking.isEmpty(),
                        "results that a worker was told to be kept are on disk, of batch %d those of jobs %s are not"
                                .formatted(each.getKey(), lacking));
            }
        }
        // Numbers of batches that are not kept are given again.
        letGo.keySet().retainAll(kept);
    }

    private BitSet settled(long batch) throws JournalException {
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

    // The end.

    private void goHome() throws IOException {
        ending = true;
        for (int moved = 0; moved < 4 * MOST_MOVES && !isQuiet(); moved++) {
            if (entry.isEmpty() && isOver()) {
                submitters.stream()
                        .filter(WaitingSubmitter::isOpen)
                        .forEach(WaitingSubmitter::close);
                driver.roster().names().forEach(name -> driver.membership().drain(name, "the end"));
            }
            move();
        }
        require(isQuiet(), "everybody leaves");
    }

    private boolean isQuiet() {
        return isOver()
                && entry.isEmpty()
                && deliveries.isEmpty()
                && submitters.stream().noneMatch(WaitingSubmitter::isOpen)
                && driver.roster().names().isEmpty();
    }

    private void checkTheEnd() throws IOException {
        require(
                point.equals(CrashPoint.NEVER) || kills > 0,
                "the run is killed at its point, had %d forces".formatted(forces));
        checkTheDisk();
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
            WaitingSubmitter.Its its = wanted.remove(batch.key());
            if (its == null) {
                throw new AssertionError(
                        "broken promise: what was taken is forgotten, batch %d is kept"
                                .formatted(batch.number()));
            }
            require(
                    batch.finished().isPresent()
                            && batch.succeeded() + batch.ended() == its.jobs
                            && settled(batch.number()).cardinality() == its.jobs,
                    "batch " + batch.number() + " is complete on disk");
        }
        require(wanted.isEmpty(), "batches with a key are kept: " + wanted.keySet());
        journal.close();
        journal = SqliteJournal.open(directory, WALL);
        Recovered recovered = journal.recover();
        requireNextLife(recovered);
        require(
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
