package dev.manykitchens.cli.member;

import dev.manykitchens.coordinator.client.ClusterOperator;
import dev.manykitchens.coordinator.membership.MemberState;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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

    /// Returns when it has applied so many entries, or after a while.
    ///
    /// @param limit how long it may do without applying anything more, or answering
    /// @return how many it had applied at last
    public long await(long entries, Duration limit) throws InterruptedException {
        long had = 0;
        var since = clock.instant();
        while (had < entries && Duration.between(since, clock.instant()).compareTo(limit) < 0) {
            long has = ask();
            if (has > had) {
                had = has;
                since = clock.instant();
            }
            if (had < entries) {
                wait.pause(PAUSE);
            }
        }
        return had;
    }

    private long ask() {
        try {
            return applied(says.get()).orElse(0);
        } catch (IllegalStateException _) {
            // It may be busy; the limit is for that.
            return 0;
        }
    }
}
