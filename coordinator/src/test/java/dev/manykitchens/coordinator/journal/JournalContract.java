package dev.manykitchens.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.link.BatchKey;
import dev.manykitchens.coordinator.link.JournalCodec;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.journal.Fact;
import dev.manykitchens.core.journal.Ledger;
import dev.manykitchens.core.value.Column;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/// What every journal does. A journal that is opened again after it was closed, or after its
/// process ended in any way, is the same journal.
public abstract class JournalContract {

    /// A day of these tests.
    public static final Instant DAY = Happenings.DAY;

    /// Opens the journal of this test: the same one each time.
    protected abstract Journal open() throws Exception;

    @Test
    void aNewJournalHasNothingAndBeginsWithTheFirstLife() throws Exception {
        try (Journal journal = open()) {
            Recovered recovered = journal.recover();

            assertThat(recovered.life()).isEqualTo(1);
            assertThat(recovered.work()).isEqualTo(new Ledger().open());
            assertThat(recovered.lastBatch()).isZero();
            assertThat(recovered.lastSubmitter()).isZero();
            assertThat(journal.batches()).isEmpty();
        }
    }

    @Test
    void everyLifeHasAHigherNumber() throws Exception {
        for (int life = 1; life <= 5; life++) {
            try (Journal journal = open()) {
                assertThat(journal.recover().life()).isEqualTo(life);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatIsOpenIsWhatALedgerOfTheSameFactsSays(long seed) throws Exception {
        Happenings happenings = new Happenings(seed);
        SplittableRandom random = new SplittableRandom(-seed);
        Ledger ledger = new Ledger();
        Map<Long, List<String>> outcomes = new HashMap<>();
        for (int life = 1; life <= 12; life++) {
            try (Journal journal = open()) {
                Recovered recovered = journal.recover();
                assertThat(recovered.life()).isEqualTo(life);
                assertThat(recovered.work()).isEqualTo(ledger.open());
                assertThat(recovered.lastBatch()).isEqualTo(ledger.lastBatch());
                assertThat(recovered.submitters().keySet())
                        .isEqualTo(
                                Set.copyOf(
                                        recovered.work().submitters().stream()
                                                .map(Input.SubmitterOpened::submitter)
                                                .toList()));
                for (var batch : recovered.work().batches()) {
                    assertThat(
                                    Objects.requireNonNull(
                                                    recovered.batches().get(batch.batch().batch()))
                                            .told())
                            .satisfies(told ->
                                    assertThat(told.batch().size())
                                            .isEqualTo(batch.batch().jobs()));
                }
                requireOutcomes(journal, outcomes);
                for (int entries = random.nextInt(30); entries > 0; entries--) {
                    List<Written> entry = happenings.entry();
                    journal.force(entry);
                    for (Written written : entry) {
                        ledger.addAll(written.facts());
                        note(written, outcomes);
                    }
                }
            }
        }
    }

    private static void note(Written written, Map<Long, List<String>> outcomes) {
        for (Payload payload : written.payloads()) {
            switch (payload) {
                case Payload.OfBatch batch -> outcomes.put(batch.batch(), new ArrayList<>());
                case Payload.OfResults results ->
                        Objects.requireNonNull(outcomes.get(results.batch())).add(text(payload));
                case Payload.OfEnded ended ->
                        Objects.requireNonNull(outcomes.get(ended.batch())).add(text(payload));
                case Payload.Forgotten(long batch) -> outcomes.remove(batch);
                case Payload.OfSubmitter _, Payload.OfWorker _, Payload.OfFinish _ -> {}
            }
        }
    }

    private static void requireOutcomes(Journal journal, Map<Long, List<String>> outcomes)
            throws JournalException {
        assertThat(journal.batches().stream().map(KeptBatch::number))
                .containsExactlyElementsOf(outcomes.keySet().stream().sorted().toList());
        for (KeptBatch batch : journal.batches()) {
            assertThat(all(journal, batch.number(), 60)).isEqualTo(outcomes.get(batch.number()));
        }
    }

    /// All outcomes of a batch, in pages.
    public static List<String> all(Journal journal, long batch, long pageBytes)
            throws JournalException {
        List<String> texts = new ArrayList<>();
        boolean finished = journal.batch(batch).orElseThrow().finished().isPresent();
        long after = 0;
        while (true) {
            Outcomes page = journal.outcomes(batch, after, pageBytes);
            page.outcomes().forEach(outcome -> texts.add(text(outcome)));
            if (page.complete() || page.outcomes().isEmpty()) {
                assertThat(page.complete()).isEqualTo(finished);
                return texts;
            }
            after = page.last();
        }
    }

    static String text(Payload payload) {
        return switch (payload) {
            case Payload.OfResults(long batch, int first, Column results) -> {
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < results.size(); i++) {
                    values.add(results.get(i));
                }
                yield batch + "/" + first + "=" + values;
            }
            case Payload.OfEnded(long batch, int first, int count, Outcome outcome) ->
                    batch + "/" + first + "+" + count + ":" + outcome.kind() + outcome.describe();
            default -> throw new IllegalArgumentException("no outcome: " + payload);
        };
    }

    @Test
    void whatCameComesBackAsItWas() throws Exception {
        Payload.OfSubmitter submitter = Happenings.submitter(3);
        Payload.OfWorker worker = Happenings.worker("w1");
        Written accepted = Happenings.batch(8, 3, 5, "wedding");
        try (Journal journal = open()) {
            journal.recover();
            journal.force(
                    List.of(
                            new Written(
                                    List.of(
                                            new Fact.SubmitterCame(new Input.SubmitterOpened(3, 2)),
                                            new Fact.WorkerCame(Happenings.joined("w1", 2))),
                                    List.of(submitter, worker)),
                            accepted));
        }
        try (Journal journal = open()) {
            Recovered recovered = journal.recover();

            assertThat(recovered.submitters()).isEqualTo(Map.of(3L, submitter));
            assertThat(recovered.workers()).isEqualTo(Map.of("w1", worker));
            assertThat(recovered.work().workers()).containsExactly(Happenings.joined("w1", 2));
            assertThat(recovered.lastSubmitter()).isEqualTo(3);
            assertThat(recovered.lastBatch()).isEqualTo(8);
            Payload.OfBatch batch = Objects.requireNonNull(recovered.batches().get(8L));
            Payload.OfBatch before = (Payload.OfBatch) accepted.payloads().getFirst();
            assertThat(batch.theirs()).isEqualTo(before.theirs());
            assertThat(batch.submitter()).isEqualTo(3);
            assertThat(batch.key())
                    .isEqualTo(before.key())
                    .isEqualTo(new BatchKey("wedding", "digest-8"));
            assertThat(batch.detached()).isTrue();
            assertThat(batch.submitted()).isEqualTo(before.submitted());
            assertThat(batch.told().unitsPerSecond()).isEqualTo(1.5e9);
            assertThat(batch.told().resources()).isEqualTo(before.told().resources());
            assertThat(batch.told().batch().options()).isEqualTo(before.told().batch().options());
            assertThat(batch.told().batch().recipe().name()).isEqualTo("square");
            assertThat(JournalCodec.arguments(batch.told().batch().arguments(), 0, 5))
                    .isEqualTo(JournalCodec.arguments(before.told().batch().arguments(), 0, 5));
        }
    }

    @Test
    void aBatchIsFoundByItsNumberAndItsKeyUntilItIsForgotten() throws Exception {
        try (Journal journal = open()) {
            journal.recover();
            journal.force(List.of(came(1), Happenings.batch(1, 1, 2, "wedding")));
            journal.force(List.of(Happenings.batch(2, 1, 2, "")));

            KeptBatch kept = journal.batch("wedding").orElseThrow();
            assertThat(kept)
                    .isEqualTo(
                            new KeptBatch(
                                    1,
                                    "session-1",
                                    501,
                                    new BatchKey("wedding", "digest-1"),
                                    false,
                                    "square",
                                    2,
                                    0,
                                    0,
                                    false,
                                    DAY.plusSeconds(1),
                                    Optional.empty()));
            assertThat(journal.batch(1)).contains(kept);
            assertThat(journal.batch("")).isEmpty();
            assertThat(journal.batch("funeral")).isEmpty();
            assertThat(journal.batch(3)).isEmpty();

            journal.force(List.of(results(1, 0, 10, 20), finished(1)));
            assertThat(journal.batch(1).orElseThrow().succeeded()).isEqualTo(2);
            assertThat(journal.batch(1).orElseThrow().finished()).contains(DAY.plusSeconds(61));

            journal.force(List.of(new Written(List.of(), List.of(new Payload.Forgotten(1)))));
            assertThat(journal.batch("wedding")).isEmpty();
            assertThat(journal.batches()).extracting(KeptBatch::number).containsExactly(2L);
            assertThat(journal.outcomes(1, 0, 100).outcomes()).isEmpty();

            journal.force(List.of(Happenings.batch(3, 1, 2, "wedding")));
            assertThat(journal.batch("wedding").orElseThrow().number()).isEqualTo(3);
        }
        try (Journal journal = open()) {
            assertThat(journal.recover().lastBatch()).isEqualTo(3);
            assertThat(journal.batches()).extracting(KeptBatch::number).containsExactly(2L, 3L);
        }
    }

    @Test
    void outcomesAreReadInPagesAndTheLastOneIsCompleteOnlyOfAFinishedBatch() throws Exception {
        try (Journal journal = open()) {
            journal.recover();
            journal.force(List.of(came(1), Happenings.batch(1, 1, 6, "")));
            journal.force(List.of(results(1, 4, 40, 50), results(1, 0, 1)));

            Outcomes first = journal.outcomes(1, 0, 1);
            assertThat(first.outcomes().stream().map(JournalContract::text))
                    .containsExactly("1/4=[40, 50]");
            assertThat(first.complete()).isFalse();
            Outcomes second = journal.outcomes(1, first.last(), 1);
            assertThat(second.outcomes().stream().map(JournalContract::text))
                    .containsExactly("1/0=[1]");
            assertThat(second.complete()).isFalse();
            Outcomes none = journal.outcomes(1, second.last(), 1);
            assertThat(none).isEqualTo(new Outcomes(List.of(), second.last(), false));

            journal.force(List.of(results(1, 1, 2, 3, 4), finished(1)));
            Outcomes third = journal.outcomes(1, second.last(), 1_000);
            assertThat(third.outcomes().stream().map(JournalContract::text))
                    .containsExactly("1/1=[2, 3, 4]");
            assertThat(third.complete()).isTrue();
            assertThat(journal.outcomes(1, 0, 1).complete()).isFalse();
            assertThat(journal.outcomes(1, 0, 1_000).outcomes()).hasSize(3);
        }
    }

    @Test
    void anOutcomeOfNoResultComesBackWithItsReason() throws Exception {
        try (Journal journal = open()) {
            journal.recover();
            journal.force(List.of(came(1), Happenings.batch(1, 1, 6, "")));
            journal.force(List.of(ended(1, 2, 3, Outcome.ORPHANED)));
        }
        try (Journal journal = open()) {
            Recovered recovered = journal.recover();

            assertThat(recovered.work().batches().getFirst().failed().cardinality()).isEqualTo(3);
            assertThat(journal.outcomes(1, 0, 100).outcomes())
                    .containsExactly(new Payload.OfEnded(1, 2, 3, Outcome.ORPHANED));
            assertThat(journal.batch(1).orElseThrow().ended()).isEqualTo(3);
        }
    }

    @Test
    void aBatchIsCancelledWhoseLastJobsAre() throws Exception {
        try (Journal journal = open()) {
            journal.recover();
            journal.force(
                    List.of(
                            came(1),
                            Happenings.batch(1, 1, 3, ""),
                            ended(1, 1, 1, Outcome.CANCELLED)));
            assertThat(journal.batch(1).orElseThrow().cancelled()).isTrue();
            // One job of it was, and another one went on.
            journal.force(List.of(results(1, 0, 10)));
            assertThat(journal.batch(1).orElseThrow().cancelled()).isFalse();
            journal.force(List.of(ended(1, 2, 1, Outcome.CANCELLED), finished(1)));
            assertThat(journal.batches())
                    .singleElement()
                    .satisfies(batch -> {
                        assertThat(batch.cancelled()).isTrue();
                        assertThat(batch.succeeded()).isEqualTo(1);
                        assertThat(batch.ended()).isEqualTo(2);
                        assertThat(batch.finished()).isPresent();
                    });
        }
    }

    @Test
    void anEntryIsThereWholeOrNotAtAll() throws Exception {
        try (Journal journal = open()) {
            journal.recover();
            journal.force(List.of(came(1), Happenings.batch(1, 1, 6, "")));
            // A worker without its payload.
            Written broken =
                    new Written(
                            List.of(new Fact.WorkerCame(Happenings.joined("w1", 2))), List.of());

            assertThatThrownBy(() -> journal.force(List.of(results(1, 0, 7), broken)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must come with its payload");
            assertThat(journal.outcomes(1, 0, 100).outcomes()).isEmpty();
            assertThatThrownBy(() -> journal.force(List.of(results(1, 0, 7))))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("nothing can be written behind an entry that could not");
        }
        try (Journal journal = open()) {
            assertThat(journal.recover().work().batches().getFirst().succeeded().isEmpty())
                    .isTrue();
        }
    }

    @Test
    void othersReadWhileOneWrites() throws Exception {
        int entries = 200;
        try (Journal journal = open();
                ExecutorService readers = Executors.newFixedThreadPool(2)) {
            journal.recover();
            journal.force(List.of(came(1), Happenings.batch(1, 1, entries, "")));
            AtomicBoolean written = new AtomicBoolean();
            List<Future<Integer>> read = new ArrayList<>();
            for (int reader = 0; reader < 2; reader++) {
                read.add(readers.submit(() -> readUntil(journal, written)));
            }
            for (int entry = 0; entry < entries; entry++) {
                journal.force(List.of(results(1, entry, entry)));
            }
            journal.force(List.of(finished(1)));
            written.set(true);
            for (Future<Integer> each : read) {
                assertThat(each.get()).isEqualTo(entries);
            }
        }
    }

    private static int readUntil(Journal journal, AtomicBoolean written) throws Exception {
        long after = 0;
        int read = 0;
        while (true) {
            boolean last = written.get();
            Outcomes page = journal.outcomes(1, after, 50);
            for (Payload outcome : page.outcomes()) {
                assertThat(text(outcome)).isEqualTo("1/%d=[%d]".formatted(read, read));
                read++;
            }
            after = page.last();
            KeptBatch batch = journal.batch(1).orElseThrow();
            assertThat(batch.succeeded()).isGreaterThanOrEqualTo(read);
            if (page.complete() || (last && page.outcomes().isEmpty())) {
                return read;
            }
        }
    }

    @Test
    void finishedBatchesExpireByAgeAndBySizeOldestFirst() throws Exception {
        try (Journal journal = open()) {
            journal.recover();
            journal.force(List.of(came(1)));
            for (long batch = 1; batch <= 4; batch++) {
                journal.force(List.of(Happenings.batch(batch, 1, 1, ""), results(batch, 0, 5)));
            }
            journal.force(List.of(finished(2)));
            journal.force(List.of(finished(1)));
            journal.force(List.of(finished(3)));
            Instant now = DAY.plusSeconds(62).plus(Duration.ofHours(1));

            assertThat(journal.expired(now, Duration.ofHours(1), Long.MAX_VALUE))
                    .as("finished an hour ago")
                    .containsExactly(1L, 2L);
            assertThat(journal.expired(now, Duration.ofDays(1), Long.MAX_VALUE)).isEmpty();
            assertThat(journal.expired(now, Duration.ofDays(1), 0)).containsExactly(1L, 2L, 3L);
            assertThat(journal.expired(now, Duration.ofDays(1), 2L * Journal.BATCH_BYTES))
                    .as("two of them and their outcomes take more")
                    .containsExactly(1L, 2L);
        }
    }

    /// A submitter came.
    public static Written came(long submitter) {
        return new Written(
                List.of(new Fact.SubmitterCame(new Input.SubmitterOpened(submitter, 0))),
                List.of(Happenings.submitter(submitter)));
    }

    /// Jobs of a batch have their results.
    public static Written results(long batch, int first, long... values) {
        int[] jobs = new int[values.length];
        for (int i = 0; i < jobs.length; i++) {
            jobs[i] = first + i;
        }
        return new Written(
                List.of(new Fact.JobsReported(1, batch, first, values.length, jobs)),
                List.of(new Payload.OfResults(batch, first, Column.ofLongs(values))));
    }

    private static Written ended(long batch, int first, int count, Outcome outcome) {
        return new Written(
                List.of(new Fact.JobsEnded(batch, first, count)),
                List.of(new Payload.OfEnded(batch, first, count, outcome)));
    }

    /// A batch is finished.
    public static Written finished(long batch) {
        return new Written(
                List.of(new Fact.BatchFinished(batch)),
                List.of(new Payload.OfFinish(batch, DAY.plusSeconds(60 + batch))));
    }
}
