package dev.manykitchens.coordinator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.KeptBatch;
import dev.manykitchens.coordinator.journal.Outcomes;
import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.journal.Written;
import dev.manykitchens.coordinator.link.BatchKey;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Those who hear the outcomes of a batch from a journal that is a list.
class FollowersTest {

    private static final long BATCH = 5;

    private final Pages journal = new Pages();
    private final Deque<Runnable> toRead = new ArrayDeque<>();
    private final Followers followers = new Followers(journal, toRead::add, Runnable::run);

    @Test
    void pagesAreReadOneAfterTheOtherAndWhatComesLaterWhenItComes() {
        journal.add(0, 1, 2);
        journal.add(2, 3);
        Heard heard = new Heard();
        follow(heard, false);

        readAll();
        assertThat(heard.told).containsExactly("0+2", "2+1");
        journal.add(3, 4);
        journal.complete = true;
        followers.cameToDisk(BATCH);
        readAll();

        assertThat(heard.told).containsExactly("0+2", "2+1", "3+1", "finished");
        assertThat(followers.size()).isZero();
    }

    @Test
    void jobsThatTheAudienceHasAreLeftOut() {
        journal.add(0, 1, 2, 3, 4);
        journal.outcomes.add(new Payload.OfEnded(BATCH, 4, 3, Outcome.CANCELLED));
        BitSet settled = new BitSet();
        settled.set(1);
        settled.set(4);
        settled.set(6);
        Heard heard = new Heard();
        Followers.Follower _ = followers.follow(BATCH, settled, false, heard);

        readAll();

        assertThat(heard.told).containsExactly("0+1", "2+2", "CANCELLED 5+1");
    }

    @Test
    void nothingIsReadForWhoTakesNoMore() {
        journal.add(0, 1);
        journal.add(1, 2);
        Heard heard = new Heard();
        heard.ready = false;
        Followers.Follower follower = follow(heard, false);
        assertThat(toRead).isEmpty();

        heard.ready = true;
        follower.readOn();
        heard.ready = false;
        readAll();

        assertThat(heard.told).containsExactly("0+1");
        heard.ready = true;
        follower.readOn();
        readAll();
        assertThat(heard.told).containsExactly("0+1", "1+1");
    }

    @Test
    void whoWantsWhatIsThereByNowIsToldThatItHasIt() {
        journal.add(0, 1);
        Heard heard = new Heard();
        follow(heard, true);

        readAll();

        assertThat(heard.told).containsExactly("0+1", "up to date");
        assertThat(followers.size()).isZero();
    }

    @Test
    void whatComesToDiskWhileAPageIsReadIsReadAsWell() {
        Heard heard = new Heard();
        follow(heard, false);
        Runnable reading = toRead.remove();
        // It is read, and found to be all; the loop hears of more before it hears of that.
        journal.whenRead = () -> followers.cameToDisk(BATCH);
        reading.run();
        journal.whenRead = () -> {};
        journal.add(0, 1);

        readAll();

        assertThat(heard.told).containsExactly("0+1");
    }

    @Test
    void whoStopsHearsNothingMore() {
        journal.add(0, 1);
        Heard heard = new Heard();
        Followers.Follower follower = follow(heard, false);

        follower.stop();
        readAll();
        followers.cameToDisk(BATCH);
        readAll();

        assertThat(heard.told).isEmpty();
        assertThat(followers.size()).isZero();
    }

    @Test
    void aJournalThatCannotBeReadIsTheLastWord() {
        Heard heard = new Heard();
        follow(heard, false);
        journal.failure = Optional.of("the disk is gone");

        readAll();

        assertThat(heard.told).containsExactly("failed: the disk is gone");
        assertThat(followers.size()).isZero();
    }

    @Test
    void aBatchThatIsForgottenWhileItIsFollowedIsTheLastWord() {
        journal.add(0, 1);
        Heard heard = new Heard();
        follow(heard, false);
        readAll();

        journal.kept = false;
        journal.outcomes.clear();
        followers.cameToDisk(BATCH);
        readAll();

        assertThat(heard.told).hasSize(2);
        assertThat(heard.told.getLast())
                .isEqualTo(
                        "failed: a batch must be kept to be followed, batch 5 is not any more: its outcomes were taken, or were kept long enough; kitchen jobs lists those that are");
        assertThat(followers.size()).isZero();
    }

    private Followers.Follower follow(Heard heard, boolean onlyNow) {
        return followers.follow(BATCH, new BitSet(), onlyNow, heard);
    }

    private void readAll() {
        while (!toRead.isEmpty()) {
            toRead.remove().run();
        }
    }

    /// An audience that is a list of what it heard.
    private static final class Heard implements Followers.Audience {
        final List<String> told = new ArrayList<>();
        boolean ready = true;

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void succeeded(int first, Column results) {
            told.add(first + "+" + results.size());
        }

        @Override
        public void ended(int first, int count, Outcome outcome) {
            told.add("%s %d+%d".formatted(outcome.kind(), first, count));
        }

        @Override
        public void finished() {
            told.add("finished");
        }

        @Override
        public void upToDate() {
            told.add("up to date");
        }

        @Override
        public void failed(String why) {
            told.add("failed: " + why);
        }
    }

    /// A journal of one batch, a page of which is one entry.
    private static final class Pages implements Journal {
        final List<Payload> outcomes = new ArrayList<>();
        boolean complete;
        boolean kept = true;
        Optional<String> failure = Optional.empty();
        Runnable whenRead = () -> {};

        void add(int first, long... values) {
            outcomes.add(new Payload.OfResults(BATCH, first, Column.ofLongs(values)));
        }

        @Override
        public Outcomes outcomes(long batch, long after, long mostBytes) throws JournalException {
            if (failure.isPresent()) {
                throw new JournalException(failure.get());
            }
            int from = (int) Math.min(after, outcomes.size());
            int to = Math.min(outcomes.size(), from + 1);
            Outcomes page =
                    new Outcomes(outcomes.subList(from, to), to, complete && to == outcomes.size());
            whenRead.run();
            return page;
        }

        @Override
        public Optional<KeptBatch> batch(long number) {
            return kept
                    ? Optional.of(
                            new KeptBatch(
                                    number,
                                    "",
                                    1,
                                    BatchKey.NONE,
                                    false,
                                    "echo_integer",
                                    7,
                                    0,
                                    0,
                                    false,
                                    Instant.EPOCH,
                                    Optional.empty()))
                    : Optional.empty();
        }

        @Override
        public Recovered recover() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void force(List<Written> entry) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<KeptBatch> batches() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<KeptBatch> batch(String key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Long> expired(Instant now, Duration age, long mostBytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
