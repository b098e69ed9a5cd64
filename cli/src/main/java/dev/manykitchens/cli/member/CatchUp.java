package dev.manykitchens.cli.member;

import dev.manykitchens.coordinator.client.ClusterOperator;
import dev.manykitchens.coordinator.membership.MemberState;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Waits until a member that was taken in has written into its journal what the group had then.
///
/// A group takes a newcomer in when it has the log. Elected before it has written the log into its
/// journal, it would do that first, and nobody would lead meanwhile.
public final class CatchUp {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Supplier<List<MemberState>> says;
    private final InstantSource clock;
    private final Wait wait;

    /// Lets time pass.
    interface Wait {
        void pause(Duration length) throws InterruptedException;
    }

    /// @param says what the newcomer says of the members; an `IllegalStateException` when it says
    ///   nothing
    CatchUp(Supplier<List<MemberState>> says, InstantSource clock, Wait wait) {
        this.says = says;
        this.clock = clock;
        this.wait = wait;
    }

    /// That of a member that can be asked.
    public static CatchUp of(ClusterOperator newcomer) {
        return new CatchUp(newcomer::members, InstantSource.system(), Thread::sleep);
    }

    /// How many entries whoever says this has applied; empty when it does not know.
    public static OptionalLong applied(List<MemberState> said) {
        return said.stream()
                .filter(MemberState::answers)
                .findFirst()
                .map(MemberState::applied)
                .orElse(OptionalLong.empty());
    }

    /// How far a newcomer came.
    ///
    /// @param entries so many it had applied when it answered last
    /// @param silence why it does not answer any more, in one line; empty: it does
    public record Reached(long entries, Optional<String> silence) {}

    /// Returns when it has applied so many entries, or after a while.
    ///
    /// @param limit how long it may do without applying anything more, or answering
    public Reached await(long entries, Duration limit) throws InterruptedException {
        Reached reached = new Reached(0, Optional.empty());
        Instant since = clock.instant();
        while (reached.entries() < entries
                && Duration.between(since, clock.instant()).compareTo(limit) < 0) {
            long before = reached.entries();
            reached = ask(before);
            if (reached.entries() > before) {
                since = clock.instant();
            }
            if (reached.entries() < entries) {
                wait.pause(PAUSE);
            }
        }
        return reached;
    }

    private Reached ask(long before) {
        try {
            return new Reached(Math.max(before, applied(says.get()).orElse(0)), Optional.empty());
        } catch (IllegalStateException e) {
            return new Reached(before, Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
