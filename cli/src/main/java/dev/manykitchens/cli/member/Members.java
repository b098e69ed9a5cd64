package dev.manykitchens.cli.member;

import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.coordinator.membership.Membership;
import dev.manykitchens.coordinator.membership.NewMember;
import dev.manykitchens.replication.GroupConfiguration;
import dev.manykitchens.replication.ReplicationException;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The members as this one knows them, for those who ask a coordinator.
final class Members implements Membership {

    private final Supplier<Optional<MemberState>> before;
    private final Supplier<Optional<GroupConfiguration>> group;

    /// Ends once the last that was asked to hand over was answered.
    private volatile CompletableFuture<Void> handedOver = CompletableFuture.completedFuture(null);

    /// @param before this member before it takes part, as long as its directory is new; empty: it
    ///   takes part in a moment
    /// @param group that in which it takes part; empty before
    Members(Supplier<Optional<MemberState>> before, Supplier<Optional<GroupConfiguration>> group) {
        this.before = before;
        this.group = group;
    }

    @Override
    public CompletableFuture<List<MemberState>> members() {
        return CompletableFuture.supplyAsync(this::known, Thread::startVirtualThread);
    }

    @Override
    public CompletableFuture<Void> add(NewMember newcomer) {
        return change(its -> {
            if (newcomer.replaces().isPresent()) {
                its.replace(newcomer.replaces().get(), newcomer.member());
            } else {
                its.add(newcomer.member());
            }
        });
    }

    @Override
    public CompletableFuture<Void> remove(String id) {
        return change(its -> {
            requireMajorityWithout(its.members(), id);
            its.remove(id);
        });
    }

    /// Refuses what would stop the cluster at once. Who does not lead knows nothing of this, and is
    /// refused by its group; so is whoever names one that is no member.
    private static void requireMajorityWithout(List<MemberState> members, String id) {
        List<MemberState> left =
                members.stream().filter(each -> !each.member().id().equals(id)).toList();
        boolean leads =
                left.stream()
                        .anyMatch(each -> each.answers() && each.role() == MemberState.Role.LEADER);
        Majority after = Majority.of(left);
        if (!leads || left.size() == members.size() || after.holds()) {
            return;
        }
        throw new IllegalStateException(
                "a majority of the members that are left must be there, without %s %d of %d would be, %d are needed; start again or replace what is lost first: %s"
                        .formatted(
                                id,
                                after.there(),
                                after.members(),
                                after.needed(),
                                left.stream()
                                        .filter(each -> !Majority.isThere(each))
                                        .map(each ->
                                                each.member().id()
                                                        + " at "
                                                        + each.member().address())
                                        .collect(Collectors.joining(", "))));
    }

    @Override
    public CompletableFuture<Void> handOver(Optional<String> to) {
        CompletableFuture<Void> answer =
                change(its ->
                        its.handOver(
                                to.or(this::mostOfTheLog)
                                        .orElseThrow(() ->
                                                new IllegalStateException(
                                                        "another member must be there to lead, none is"))));
        handedOver = answer.handle((_, _) -> null);
        return answer;
    }

    /// Waits until whoever asked to hand over could be answered: the server that answers goes with
    /// the leadership.
    ///
    /// @param limit so long at most
    void awaitHandOver(Duration limit) {
        var _ =
                handedOver
                        .copy()
                        .completeOnTimeout(null, limit.toNanos(), TimeUnit.NANOSECONDS)
                        .join();
    }

    /// Something that is asked of the group, and takes a while.
    @FunctionalInterface
    private interface Change {
        void of(GroupConfiguration its) throws ReplicationException;
    }

    private CompletableFuture<Void> change(Change change) {
        // A copy of the journal may be made first, in native code, which keeps a virtual thread's
        // carrier: where there is one alone nobody else would be answered.
        return CompletableFuture.runAsync(
                () -> {
                    GroupConfiguration its =
                            group.get()
                                    .orElseThrow(() ->
                                            new IllegalStateException(
                                                    "the members are changed by the one that leads, this one has not found the others yet"));
                    try {
                        change.of(its);
                    } catch (ReplicationException | IllegalArgumentException e) {
                        throw new IllegalStateException(String.valueOf(e.getMessage()), e);
                    }
                },
                task -> Thread.ofPlatform().daemon().name("member-change").start(task));
    }

    /// The one of the others that has most of the log, and was heard last.
    Optional<String> mostOfTheLog() {
        return group.get().stream()
                .flatMap(its -> its.members().stream())
                .filter(state -> !state.answers() && Majority.isThere(state))
                .min(
                        Comparator.comparingLong((MemberState state) -> -state.applied().orElse(0))
                                .thenComparing(state -> state.silent().orElseThrow()))
                .map(state -> state.member().id());
    }

    /// Nothing is said before it is certain: who is new counts whoever else is.
    private List<MemberState> known() {
        Optional<GroupConfiguration> found = group.get();
        if (found.isEmpty()) {
            return List.of(before.get().orElseThrow(Members::starts));
        }
        GroupConfiguration its = found.get();
        if (!its.isTakenIn() && !its.waitsToBeTakenIn()) {
            throw starts();
        }
        return its.members();
    }

    private static IllegalStateException starts() {
        return new IllegalStateException("this member starts, ask again in a moment");
    }
}
