package dev.manykitchens.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.membership.Member;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What a listener hears where a leader is known, and where none is.
class AnnouncerTest {

    private static final Member OTHER = new Member("b", "b:7070", "b:7071");

    private final List<String> heard = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /// Set by the test, before each look.
    private volatile boolean lacksLeader;

    private final Announcer announcer =
            new Announcer(new Ears(), () -> lacksLeader, why -> failures.add(String.valueOf(why)));

    @AfterEach
    void close() {
        announcer.close();
    }

    @Test
    void thatNobodyLeadsIsSaidOnceAfterSeveralLooks() throws Exception {
        announcer.follows(() -> Optional.of(OTHER));
        look(true);
        assertThat(heard).containsExactly("follows b");

        look(true);
        look(true);
        look(true);

        assertThat(heard).containsExactly("follows b", "follows nobody");
    }

    @Test
    void aLeaderThatIsElectedInTimeIsAllThatIsHeard() throws Exception {
        announcer.follows(() -> Optional.of(OTHER));
        look(true);
        look(false);
        look(true);
        look(false);

        assertThat(heard).containsExactly("follows b");
    }

    @Test
    void whoHasSaidThatNobodyLeadsSaysItAgainAfterTheNextLeader() throws Exception {
        look(true);
        look(true);
        announcer.follows(() -> Optional.of(OTHER));
        look(false);
        look(true);
        look(true);

        assertThat(heard).containsExactly("follows nobody", "follows b", "follows nobody");
    }

    @Test
    void whoLeadsNoMoreSaysSoOnce() throws Exception {
        announcer.follows(Optional::empty);
        look(true);
        look(true);

        assertThat(heard).containsExactly("follows nobody");
    }

    @Test
    void aListenerThatFailsIsReported() throws Exception {
        announcer.broken(new JournalException("no disk"));
        awaitAll();

        assertThat(failures)
                .singleElement()
                .asString()
                .contains("a listener must not fail, please report this", "no disk");
    }

    private void look(boolean lacks) throws InterruptedException {
        lacksLeader = lacks;
        announcer.later(Duration.ZERO, announcer::look);
        awaitAll();
    }

    /// Until all that was begun is over.
    private void awaitAll() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        announcer.later(Duration.ZERO, over::countDown);
        assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private final class Ears implements Listener {

        @Override
        public void leads(Journal journal, long term) {
            throw new AssertionError("nobody leads here");
        }

        @Override
        public void follows(Optional<Member> leader) {
            heard.add("follows " + leader.map(Member::id).orElse("nobody"));
        }

        @Override
        public void broken(JournalException why) {
            throw new IllegalStateException(why);
        }
    }
}
