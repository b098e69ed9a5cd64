package dev.manykitchens.cli.member;

import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.Membership;
import dev.manykitchens.coordinator.membership.NewMember;
import dev.manykitchens.replication.MemberState;
import dev.manykitchens.replication.Replica;
import dev.manykitchens.replication.ReplicationException;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// The members as a replica knows them, for those who ask a coordinator.
final class Members implements Membership {

    /// Who was not heard of for so long is not handed over to.
    private static final Duration THERE = Duration.ofSeconds(2);

    private final Supplier<Optional<Member>> before;
    private final Supplier<Optional<Replica>> replica;

    /// @param before this member before it takes part, as long as its directory is new; empty: it
    ///   takes part in a moment
    /// @param replica this member once it does; empty before
    Members(Supplier<Optional<Member>> before, Supplier<Optional<Replica>> replica) {
        this.before = before;
        this.replica = replica;
    }

    @Override
    public CompletableFuture<List<Member>> members() {
        return CompletableFuture.supplyAsync(this::known, Thread::startVirtualThread);
    }

    @Override
    public CompletableFuture<Void> add(NewMember member) {
        var its =
                new dev.manykitchens.replication.Member(
                        member.id(), member.replication(), member.address());
        return change(group -> {
            if (member.replaces().isPresent()) {
                group.replace(member.replaces().get(), its);
            } else {
                group.add(its);
            }
        });
    }

    @Override
    public CompletableFuture<Void> remove(String id) {
        return change(group -> group.remove(id));
    }

    @Override
    public CompletableFuture<Void> handOver(Optional<String> to) {
        return change(group ->
                group.handOver(
                        to.or(this::mostOfTheLog)
                                .orElseThrow(() ->
                                        new IllegalStateException(
                                                "another member must be there to lead, none is"))));
    }

    /// Something that is asked of the replica, and takes a while.
    @FunctionalInterface
    private interface Change {
        void of(Replica group) throws ReplicationException;
    }

    private CompletableFuture<Void> change(Change change) {
        return CompletableFuture.runAsync(
                () -> {
                    Replica group =
                            replica.get()
                                    .orElseThrow(() ->
                                            new IllegalStateException(
                                                    "the members are changed by the one that leads, this one has not found the others yet"));
                    try {
                        change.of(group);
                    } catch (ReplicationException | IllegalArgumentException e) {
                        throw new IllegalStateException(String.valueOf(e.getMessage()), e);
                    }
                },
                Thread::startVirtualThread);
    }

    /// The one of the others that lacks least, and was heard last.
    Optional<String> mostOfTheLog() {
        return replica.get().stream()
                .flatMap(group -> group.members().stream())
                .filter(state ->
                        !state.here()
                                && state.silent()
                                        .filter(silent -> silent.compareTo(THERE) < 0)
                                        .isPresent())
                .min(
                        Comparator.comparingLong(MemberState::behind)
                                .thenComparing(state -> state.silent().orElseThrow()))
                .map(state -> state.member().id());
    }

    /// Nothing is said before it is certain: who is new counts whoever else is.
    private List<Member> known() {
        Optional<Replica> group = replica.get();
        if (group.isEmpty()) {
            return List.of(before.get().orElseThrow(Members::starts));
        }
        Replica its = group.get();
        boolean takenIn = its.isTakenIn();
        if (!takenIn && !its.waitsToBeTakenIn()) {
            throw starts();
        }
        return its.members().stream().map(state -> member(state, takenIn)).toList();
    }

    private static IllegalStateException starts() {
        return new IllegalStateException("this member starts, ask again in a moment");
    }

    private static Member member(MemberState state, boolean takenIn) {
        return new Member(
                state.member().id(),
                state.member().serves(),
                state.member().address(),
                state.here() && !takenIn
                        ? Member.Role.NEWCOMER
                        : state.leads() ? Member.Role.LEADER : Member.Role.FOLLOWER,
                state.here(),
                state.committed() < 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(state.committed() + 1),
                state.here() ? Optional.empty() : state.silent());
    }

    static dev.manykitchens.replication.Member ofReplication(Member member) {
        return new dev.manykitchens.replication.Member(
                member.id(), member.replication(), member.address());
    }
}
