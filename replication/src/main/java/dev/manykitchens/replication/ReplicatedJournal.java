package dev.manykitchens.replication;

import dev.manykitchens.coordinator.journal.EntryCodec;
import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.KeptBatch;
import dev.manykitchens.coordinator.journal.Outcomes;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.journal.Written;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The journal of a leader, for as long as it leads: what is forced is kept by a majority of the
/// group, and written into the leader's own database, when [#force] returns.
///
/// ```
/// force ── pieces, one after the other ──▶ Proposals ──▶ a majority has it, and it is applied here
/// recover, batches, outcomes ◀── the leader's own database
/// ```
///
/// What could not be forced may be kept all the same, whole, and nobody was told of it. Nothing is
/// kept behind it: every piece has its number, and members take them in turn.
final class ReplicatedJournal implements Journal {

    /// The way to a group.
    interface Proposals {
        /// Returns when the group agreed on it and it was applied here.
        ///
        /// @throws JournalException when this member does not lead in this term, or a majority took
        ///   too long; it may happen all the same
        Answer propose(Command command) throws JournalException;

        /// Nothing more comes of this leadership: if it goes on, it is to end, so that another one
        /// begins.
        void abandon();
    }

    private final Applier applier;
    private final Proposals proposals;
    private final int pieceBytes;
    private final InstantSource clock;

    private volatile @Nullable JournalException failed;
    private boolean recovered;
    private long life;
    private long number;

    /// @param pieceBytes entries are cut into pieces of so many bytes
    ReplicatedJournal(Applier applier, Proposals proposals, int pieceBytes, InstantSource clock) {
        this.applier = applier;
        this.proposals = proposals;
        this.pieceBytes = pieceBytes;
        this.clock = clock;
    }

    /// Lets every write fail from now on.
    void fail(JournalException why) {
        if (failed == null) {
            failed = why;
        }
    }

    private void requireUsable() throws JournalException {
        JournalException why = failed;
        if (why != null) {
            throw new JournalException(String.valueOf(why.getMessage()), why);
        }
    }

    @Override
    public synchronized Recovered recover() throws JournalException {
        requireUsable();
        if (recovered) {
            throw new IllegalStateException("a journal must be recovered once, was twice");
        }
        recovered = true;
        try {
            life =
                    switch (proposals.propose(new Command.Begin())) {
                        case Answer.Began(long its) -> its;
                        case Answer.Kept _, Answer.Refused _, Answer.Nonsense _ ->
                                throw new JournalException(
                                        "a life must begin when it is proposed, did not; please report this");
                    };
            Recovered open = applier.journal().recovered();
            if (open.life() != life) {
                throw new JournalException(
                        "one coordinator must lead at a time, life %d began while %d did; the other one serves"
                                .formatted(open.life(), life));
            }
            return open;
        } catch (JournalException e) {
            fail(e);
            proposals.abandon();
            throw e;
        }
    }

    @Override
    public synchronized void force(List<Written> entry) throws JournalException {
        requireUsable();
        if (!recovered) {
            throw new IllegalStateException(
                    "a journal must be recovered before anything is written, was not");
        }
        boolean forced = false;
        try (Pieces pieces = new Pieces()) {
            EntryCodec.write(entry, pieces);
            pieces.last(clock.instant());
            forced = true;
        } catch (JournalException e) {
            fail(e);
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        } finally {
            if (!forced) {
                fail(
                        new JournalException(
                                "nothing can be written behind an entry that could not, this journal waits for another coordinator"));
                proposals.abandon();
            }
        }
    }

    private void propose(Command command) throws JournalException {
        requireUsable();
        switch (proposals.propose(command)) {
            case Answer.Kept() -> {}
            case Answer.Refused(String why) -> throw new JournalException(why);
            case Answer.Nonsense(String why) -> throw new IllegalArgumentException(why);
            case Answer.Began _ ->
                    throw new JournalException("an entry is no beginning; please report this");
        }
    }

    /// Cuts an entry into pieces.
    private final class Pieces extends OutputStream {
        private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();

        @Override
        public void write(int b) throws JournalException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws JournalException {
            int from = offset;
            int end = offset + length;
            while (end - from > pieceBytes - gathered.size()) {
                int taken = pieceBytes - gathered.size();
                gathered.write(bytes, from, taken);
                from += taken;
                propose(new Command.Piece(life, number++, gathered.toByteArray()));
                gathered.reset();
            }
            gathered.write(bytes, from, end - from);
        }

        void last(Instant now) throws JournalException {
            propose(new Command.Last(life, number++, now, gathered.toByteArray()));
        }

        @Override
        public void close() {
            // What is not proposed by now never will be.
        }
    }

    private Journal reading() throws JournalException {
        return applier.journal().reading();
    }

    @Override
    public List<KeptBatch> batches() throws JournalException {
        return reading().batches();
    }

    @Override
    public Optional<KeptBatch> batch(long batch) throws JournalException {
        return reading().batch(batch);
    }

    @Override
    public Optional<KeptBatch> batch(String key) throws JournalException {
        return reading().batch(key);
    }

    @Override
    public Outcomes outcomes(long batch, long after, long mostBytes) throws JournalException {
        return reading().outcomes(batch, after, mostBytes);
    }

    @Override
    public List<Long> expired(Instant now, Duration age, long mostBytes) throws JournalException {
        return reading().expired(now, age, mostBytes);
    }

    /// Ends this journal; what the group has stays, and this member leads on.
    @Override
    public void close() {
        fail(new JournalException("a journal must be open to be written, this one is closed"));
    }
}
