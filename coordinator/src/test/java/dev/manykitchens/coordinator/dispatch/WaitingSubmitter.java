package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.KeptBatch;
import dev.manykitchens.coordinator.journal.Outcomes;
import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.link.BatchKey;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// Somebody who hands batches in, hears their outcomes, and after a crash reads from the journal
/// what it lacks, as a client does.
final class WaitingSubmitter {

    static final RecipeBook BOOK = RecipeBook.load(WaitingSubmitter.class.getClassLoader());

    /// A page of outcomes holds little, so that there are several.
    private static final long PAGE_BYTES = 24;

    final String session;
    private final CrashRun run;
    private final boolean brings;
    final List<Its> batches = new ArrayList<>();
    long number;
    private boolean welcomed;
    private boolean open;

    /// A batch of it.
    final class Its {
        final long theirs;
        final String key;
        final boolean detached;
        final long base;
        final int jobs;
        final BitSet mayEnd = new BitSet();

        /// What became of each job that was told.
        final Map<Integer, String> told = new TreeMap<>();

        long ours;
        long submitter;
        boolean handedIn;
        boolean accepted;
        boolean finished;
        boolean taken;
        boolean closed;

        /// From the journal: how far it was read, and whether there may be more.
        boolean follows;

        long last;
        boolean more;

        Its(long theirs, String key, boolean detached, long base, int jobs) {
            this.theirs = theirs;
            this.key = key;
            this.detached = detached;
            this.base = base;
            this.jobs = jobs;
        }

        boolean isOver() {
            return finished && (!detached || closed) && (!key.isEmpty() || taken);
        }

        private long argument(int job) {
            return base + job;
        }

        private void tell(int job, String outcome) {
            CrashChecks.require(
                    job < jobs && isRight(job, outcome),
                    "job %d of batch %d comes to what it does, came to %s"
                            .formatted(job, ours, outcome));
            String before = told.putIfAbsent(job, outcome);
            CrashChecks.require(
                    before == null || (follows && before.equals(outcome)),
                    "job %d of batch %d is told once and not changed, was %s, then %s"
                            .formatted(job, ours, before, outcome));
        }

        private boolean isRight(int job, String outcome) {
            if (outcome.equals(text(Outcome.CANCELLED))) {
                return mayEnd.get(job);
            }
            return outcome.equals(
                    CrashRun.fails(argument(job))
                            ? "FAILED " + CrashRun.failure(argument(job))
                            : "= " + CrashRun.result(argument(job)));
        }

        private void tellAll(int first, Column results) {
            for (int i = 0; i < results.size(); i++) {
                tell(first + i, "= " + results.get(i));
            }
        }

        private void tellAll(int first, int count, Outcome outcome) {
            for (int job = first; job < first + count; job++) {
                tell(job, text(outcome));
            }
        }

        private void finish() {
            CrashChecks.require(
                    told.size() == jobs,
                    "batch %d is finished when every job has its outcome, %d of %d have"
                            .formatted(ours, told.size(), jobs));
            CrashChecks.require(!finished, "batch " + ours + " is finished once");
            finished = true;
        }

        /// Listens in the life in which it was handed in, and in no other.
        private BatchListener listener() {
            int life = run.life();
            return new BatchListener() {
                @Override
                public void succeeded(int first, Column results) {
                    CrashChecks.require(
                            life == run.life(), "a coordinator that is no more tells nothing");
                    tellAll(first, results);
                }

                @Override
                public void ended(int job, Outcome outcome) {
                    tellAll(job, 1, outcome);
                }
            };
        }
    }

    /// @param brings whether it brings a press, of which there is one
    WaitingSubmitter(String session, CrashRun run, boolean brings) {
        this.session = session;
        this.run = run;
        this.brings = brings;
    }

    private static String text(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed
                ? "FAILED " + failed.message()
                : outcome.kind().toString();
    }

    private ClientHello hello() {
        return new ClientHello(
                "here",
                7,
                0,
                Duration.ofSeconds(1),
                brings ? Map.of("press", ResourceSpec.shared(1)) : Map.of(),
                session);
    }

    Its plan(String key, boolean detached, int jobs) {
        Its its =
                new Its(
                        batches.size() + 1L,
                        key,
                        detached,
                        session.hashCode() * 1_000L + batches.size() * 100L,
                        jobs);
        batches.add(its);
        return its;
    }

    /// Opens it, as its first stream does.
    void open() {
        number = open(session);
        open = true;
        DispatchDriver here = run.driver();
        here.afterwards(() -> welcomed = true);
    }

    private long open(String its) {
        long given = run.nextSubmitter();
        ClientHello hello = hello();
        run.driver().open(given, 0, brought(given), new Payload.OfSubmitter(given, its, hello));
        return given;
    }

    private Map<String, ResourceSpec> brought(long its) {
        return brings ? Map.of(key(its), ResourceSpec.shared(1)) : Map.of();
    }

    private static String key(long submitter) {
        return new ResourceKey(submitter, "press").toString();
    }

    boolean isOpen() {
        return open;
    }

    void handIn(Its its) {
        its.handedIn = true;
        its.follows = false;
        its.submitter = its.detached ? open("") : number;
        its.ours = run.nextBatch();
        Batch batch =
                new Batch(
                        BOOK.get("echo_integer"),
                        Columns.of(
                                Column.ofLongs(
                                        LongStream.range(its.base, its.base + its.jobs).toArray())),
                        new BatchOptions(BatchOptions.DEFAULTS.work(), 1, 1, Optional.empty(), 5));
        Map<String, BatchTold.Keyed> resources =
                brings
                        ? Map.of(
                                "press",
                                new BatchTold.Keyed(key(its.submitter), ResourceSpec.shared(1)))
                        : Map.of();
        LiveBatch live =
                new LiveBatch(
                        its.ours,
                        new Submission(
                                new BatchTold(batch, 0, resources),
                                its.submitter,
                                false,
                                new BitSet(),
                                new Claim(its.theirs, BatchKey.of(its.key), its.detached),
                                its.listener()),
                        run.now());
        int life = run.life();
        var _ =
                live.done()
                        .thenRun(() -> {
                            CrashChecks.require(life == run.life(), "the past tells nothing");
                            its.finish();
                        });
        run.driver()
                .submit(
                        live,
                        10,
                        () -> {
                            CrashChecks.require(life == run.life(), "the past accepts nothing");
                            its.accepted = true;
                        });
    }

    void cancel(Its its, int job) {
        its.mayEnd.set(job);
        run.driver().cancel(its.ours, job);
    }

    void cancel(Its its) {
        its.mayEnd.set(0, its.jobs);
        run.driver().cancel(its.ours);
    }

    /// Whether something is to be done about a batch.
    boolean canAct(Its its) {
        return open
                && its.handedIn
                && ((its.follows && its.more && !its.finished)
                        || (its.finished && its.key.isEmpty() && !its.taken)
                        || (its.finished && its.detached && !its.closed));
    }

    void act(Its its) throws JournalException {
        if (its.follows && its.more && !its.finished) {
            read(its, run.journal());
        } else if (its.detached && !its.closed) {
            its.closed = true;
            run.driver().close(its.submitter);
        } else {
            take(its);
        }
    }

    /// Nobody needs it any more.
    void take(Its its) {
        its.taken = true;
        run.driver().kept().orElseThrow().note(new Payload.Forgotten(its.ours));
    }

    private static void read(Its its, Journal journal) throws JournalException {
        Outcomes page = journal.outcomes(its.ours, its.last, PAGE_BYTES);
        for (Payload payload : page.outcomes()) {
            if (payload instanceof Payload.OfResults(long _, int first, Column results)) {
                its.tellAll(first, results);
            } else if (payload
                    instanceof Payload.OfEnded(long _, int first, int count, Outcome outcome)) {
                its.tellAll(first, count, outcome);
            }
        }
        its.last = page.last();
        its.more = !page.outcomes().isEmpty();
        if (page.complete()) {
            its.finish();
        }
    }

    /// More of a batch came to disk.
    void cameToDisk(long batch) {
        for (Its its : batches) {
            if (its.ours == batch) {
                its.more = true;
            }
        }
    }

    /// There is another coordinator. What is told by now must be kept by it, and nothing else be
    /// there than what was handed in.
    void restarted(Journal journal, Recovered recovered) throws JournalException {
        Optional<Payload.OfSubmitter> known =
                recovered.submitters().values().stream()
                        .filter(submitter -> submitter.session().equals(session))
                        .findFirst();
        CrashChecks.require(
                known.isPresent() || !welcomed,
                "submitter " + session + " is known, having been welcomed");
        if (known.isPresent()) {
            number = known.get().submitter();
            welcomed = true;
            open = true;
        } else if (open) {
            open();
        }
        for (Its its : batches) {
            if (its.handedIn) {
                restarted(its, journal, recovered);
            }
        }
    }

    private void restarted(Its its, Journal journal, Recovered recovered) throws JournalException {
        Optional<KeptBatch> found = Optional.empty();
        for (KeptBatch kept : journal.batches()) {
            boolean same =
                    its.key.isEmpty()
                            ? kept.session().equals(session) && kept.theirs() == its.theirs
                            : kept.key().text().equals(its.key);
            if (same) {
                CrashChecks.require(found.isEmpty(), "a batch is kept once");
                found = Optional.of(kept);
            }
        }
        if (found.isEmpty()) {
            CrashChecks.require(
                    its.taken || (!its.accepted && its.told.isEmpty() && !its.finished),
                    "batch %d is kept, of which its submitter was told".formatted(its.ours));
            if (!its.taken) {
                handIn(its);
            }
            return;
        }
        its.accepted = true;
        its.ours = found.get().number();
        its.follows = true;
        its.last = 0;
        its.more = true;
        its.closed = !recovered.submitters().containsKey(its.submitter);
        if (its.finished) {
            CrashChecks.require(
                    found.get().finished().isPresent(),
                    "batch %d is finished in the journal, as its submitter was told"
                            .formatted(its.ours));
        }
        its.taken = false;
        requireTold(its, journal);
    }

    /// What was told is on disk, and is that.
    private void requireTold(Its its, Journal journal) throws JournalException {
        Map<Integer, String> kept = new TreeMap<>();
        Outcomes page;
        long last = 0;
        do {
            page = journal.outcomes(its.ours, last, PAGE_BYTES);
            last = page.last();
            for (Payload payload : page.outcomes()) {
                if (payload instanceof Payload.OfResults(long _, int first, Column results)) {
                    for (int i = 0; i < results.size(); i++) {
                        put(its, kept, first + i, "= " + results.get(i));
                    }
                } else if (payload
                        instanceof Payload.OfEnded(long _, int first, int count, Outcome outcome)) {
                    for (int job = first; job < first + count; job++) {
                        put(its, kept, job, text(outcome));
                    }
                }
            }
        } while (!page.outcomes().isEmpty());
        its.told.forEach((job, outcome) ->
                CrashChecks.require(
                        outcome.equals(kept.get(job)),
                        "what was told of job %d of batch %d is kept: %s, not %s"
                                .formatted(job, its.ours, outcome, kept.get(job))));
    }

    private void put(Its its, Map<Integer, String> kept, int job, String outcome) {
        CrashChecks.require(
                kept.put(job, outcome) == null,
                "job %d of batch %d has one outcome on disk".formatted(job, its.ours));
    }

    /// Everything was heard.
    boolean isDone() {
        return batches.stream().allMatch(its -> its.isOver());
    }

    void close() {
        open = false;
        welcomed = false;
        run.driver().close(number);
    }
}
