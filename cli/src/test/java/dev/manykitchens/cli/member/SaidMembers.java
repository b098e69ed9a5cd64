package dev.manykitchens.cli.member;

import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.coordinator.membership.Membership;
import dev.manykitchens.coordinator.membership.NewMember;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// Members that are what a test says; what is asked of them is noted, and nothing else is done.
public final class SaidMembers implements Membership {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile List<MemberState> says;

    /// @param says what is said of them
    public SaidMembers(List<MemberState> says) {
        this.says = List.copyOf(says);
    }

    /// What was asked of them, in order, such as `remove b`.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public CompletableFuture<List<MemberState>> members() {
        return CompletableFuture.completedFuture(says);
    }

    @Override
    public CompletableFuture<Void> add(NewMember member) {
        asked.add(
                "add %s at %s%s"
                        .formatted(
                                member.member().id(),
                                member.member().address(),
                                member.replaces().map(lost -> " for " + lost).orElse("")));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> remove(String id) {
        asked.add("remove " + id);
        says = says.stream().filter(each -> !each.member().id().equals(id)).toList();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> handOver(Optional<String> to) {
        asked.add("hand over" + to.map(id -> " to " + id).orElse(""));
        return CompletableFuture.completedFuture(null);
    }
}
