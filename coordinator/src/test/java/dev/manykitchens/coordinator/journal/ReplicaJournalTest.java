package dev.manykitchens.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a member keeps, told entry by entry as a log would, each in pieces of a few bytes.
class ReplicaJournalTest extends JournalContract {

    @TempDir private Path folder;
    private final Log log = new Log();

    /// Numbers places as a log does.
    private static final class Log {
        private long index = -1;

        LogPlace next() {
            return new LogPlace(1, ++index);
        }
    }

    @Override
    protected Journal open() throws JournalException {
        return new OfMember(ReplicaJournal.open(folder.resolve("data")), log, 700);
    }

    /// One life of a coordinator whose group is one member.
    private static final class OfMember implements Journal {
        private final ReplicaJournal replica;
        private final Log log;
        private final int pieceBytes;
        private long life;
        private long number;

        OfMember(ReplicaJournal replica, Log log, int pieceBytes) {
            this.replica = replica;
            this.log = log;
            this.pieceBytes = pieceBytes;
        }

        @Override
        public Recovered recover() throws JournalException {
            life = replica.beginLife(log.next());
            return replica.recovered();
        }

        @Override
        public void force(List<Written> entry) throws JournalException {
            byte[] bytes = bytes(entry);
            int from = 0;
            for (; bytes.length - from > pieceBytes; from += pieceBytes) {
                accept(
                        replica.keep(
                                log.next(),
                                life,
                                number++,
                                Arrays.copyOfRange(bytes, from, from + pieceBytes)));
            }
            accept(
                    replica.apply(
                            log.next(),
                            life,
                            number++,
                            Arrays.copyOfRange(bytes, from, bytes.length),
                            DAY));
        }

        private static void accept(Optional<String> refusal) throws JournalException {
            if (refusal.isPresent()) {
                throw new JournalException(refusal.get());
            }
        }

        @Override
        public List<KeptBatch> batches() throws JournalException {
            return replica.reading().batches();
        }

        @Override
        public Optional<KeptBatch> batch(long batch) throws JournalException {
            return replica.reading().batch(batch);
        }

        @Override
        public Optional<KeptBatch> batch(String key) throws JournalException {
            return replica.reading().batch(key);
        }

        @Override
        public Outcomes outcomes(long batch, long after, long mostBytes) throws JournalException {
            return replica.reading().outcomes(batch, after, mostBytes);
        }

        @Override
        public List<Long> expired(Instant now, Duration age, long mostBytes)
                throws JournalException {
            return replica.reading().expired(now, age, mostBytes);
        }

        @Override
        public void close() {
            replica.close();
        }
    }

    private static byte[] bytes(List<Written> entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            EntryCodec.write(entry, bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static final byte[] CAME = bytes(List.of(came(1)));

    @Test
    void howFarItCameIsKeptWithWhatWasWritten() throws Exception {
        Path data = folder.resolve("member");
        try (ReplicaJournal replica = ReplicaJournal.open(data)) {
            assertThat(replica.applied()).isEqualTo(LogPlace.NONE);
            assertThat(replica.beginLife(new LogPlace(3, 7))).isEqualTo(1);
            assertThat(replica.apply(new LogPlace(3, 9), 1, 0, CAME, DAY)).isEmpty();
        }
        try (ReplicaJournal replica = ReplicaJournal.open(data)) {
            assertThat(replica.applied()).isEqualTo(new LogPlace(3, 9));
            assertThat(replica.recovered().life()).isEqualTo(1);
            assertThat(replica.apply(new LogPlace(3, 10), 1, 1, bytes(List.of(came(2))), DAY))
                    .as("the same life goes on")
                    .isEmpty();
            assertThat(replica.recovered().lastSubmitter()).isEqualTo(2);
        }
    }

    @Test
    void whatAnotherLifeStillHadOnItsWayIsRefused() throws Exception {
        try (ReplicaJournal replica = ReplicaJournal.open(folder.resolve("member"))) {
            replica.beginLife(new LogPlace(1, 0));
            assertThat(replica.keep(new LogPlace(1, 1), 1, 0, Arrays.copyOf(CAME, 9))).isEmpty();
            replica.beginLife(new LogPlace(2, 2));

            assertThat(replica.keep(new LogPlace(2, 3), 1, 1, CAME).orElseThrow())
                    .isEqualTo(
                            "an entry must be of the coordinator that leads, in its life 2, was of life 1");
            assertThat(replica.apply(new LogPlace(2, 4), 1, 1, CAME, DAY)).isPresent();
            assertThat(replica.recovered().lastSubmitter()).isZero();
            assertThat(replica.apply(new LogPlace(2, 5), 2, 0, CAME, DAY))
                    .as("the piece of the life before is gone")
                    .isEmpty();
            assertThat(replica.recovered().lastSubmitter()).isEqualTo(1);
        }
    }

    @Test
    void whatWasLostOnTheWayLeavesNoHole() throws Exception {
        try (ReplicaJournal replica = ReplicaJournal.open(folder.resolve("member"))) {
            replica.beginLife(new LogPlace(1, 0));

            assertThat(replica.apply(new LogPlace(1, 1), 1, 1, CAME, DAY).orElseThrow())
                    .contains("must follow the one before");
            assertThat(replica.apply(new LogPlace(1, 2), 1, 0, CAME, DAY)).isEmpty();
            assertThat(replica.apply(new LogPlace(1, 3), 1, 0, CAME, DAY)).isPresent();
        }
    }

    @Test
    void whatMakesNoSenseIsPassedOverAndEverythingBehindIt() throws Exception {
        Path data = folder.resolve("member");
        try (ReplicaJournal replica = ReplicaJournal.open(data)) {
            replica.beginLife(new LogPlace(1, 0));
            assertThatThrownBy(
                            () -> replica.apply(new LogPlace(1, 1), 1, 0, new byte[] {1, 2}, DAY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must be the one that was written");
            assertThat(replica.applied()).isEqualTo(new LogPlace(1, 1));
        }
        try (ReplicaJournal replica = ReplicaJournal.open(data)) {
            assertThat(replica.applied()).isEqualTo(new LogPlace(1, 1));
            assertThat(replica.apply(new LogPlace(1, 2), 1, 1, CAME, DAY)).isPresent();
            replica.beginLife(new LogPlace(2, 3));
            assertThat(replica.apply(new LogPlace(2, 4), 2, 0, CAME, DAY)).isEmpty();
        }
    }

    @Test
    void whatContradictsWhatIsKeptIsPassedOverToo() throws Exception {
        byte[] batch = bytes(List.of(Happenings.batch(1, 1, 2, "")));
        try (ReplicaJournal replica = ReplicaJournal.open(folder.resolve("member"))) {
            replica.beginLife(new LogPlace(1, 0));
            assertThat(replica.apply(new LogPlace(1, 1), 1, 0, CAME, DAY)).isEmpty();
            assertThat(replica.apply(new LogPlace(1, 2), 1, 1, batch, DAY)).isEmpty();

            assertThatThrownBy(() -> replica.apply(new LogPlace(1, 3), 1, 2, batch, DAY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must not contradict what is kept");
            assertThat(replica.apply(new LogPlace(1, 4), 1, 3, CAME, DAY)).isPresent();

            replica.beginLife(new LogPlace(2, 5));
            assertThat(
                            replica.apply(
                                    new LogPlace(2, 6),
                                    2,
                                    0,
                                    bytes(List.of(results(1, 0, 5))),
                                    DAY))
                    .isEmpty();
            assertThat(all(replica.reading(), 1, 100)).containsExactly("1/0=[5]");
        }
    }

    @Test
    void aCopyTakesThePlaceOfWhatAnotherMemberHas() throws Exception {
        Path copy = folder.resolve("copy");
        Path other = folder.resolve("other");
        try (ReplicaJournal replica = ReplicaJournal.open(folder.resolve("member"))) {
            replica.beginLife(new LogPlace(1, 0));
            replica.apply(new LogPlace(1, 1), 1, 0, CAME, DAY);
            assertThat(replica.copy(copy)).isEqualTo(new LogPlace(1, 1));
            assertThat(replica.size()).isPositive();
            replica.apply(new LogPlace(1, 2), 1, 1, bytes(List.of(came(2))), DAY);
        }
        try (ReplicaJournal replica = ReplicaJournal.open(other)) {
            replica.beginLife(new LogPlace(1, 0));
        }

        ReplicaJournal.install(other, copy);

        try (ReplicaJournal replica = ReplicaJournal.open(other)) {
            assertThat(replica.applied()).isEqualTo(new LogPlace(1, 1));
            assertThat(replica.recovered().lastSubmitter()).isEqualTo(1);
            assertThat(replica.apply(new LogPlace(1, 2), 1, 1, bytes(List.of(came(2))), DAY))
                    .isEmpty();
        }
        assertThat(ReplicaJournal.placeOf(copy)).isEqualTo(new LogPlace(1, 1));
    }
}
