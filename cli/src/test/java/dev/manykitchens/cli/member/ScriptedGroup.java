package dev.manykitchens.cli.member;

import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.replication.GroupConfiguration;
import dev.manykitchens.replication.ReplicationException;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A group that says what it is told to, and notes what it is asked for.
final class ScriptedGroup implements GroupConfiguration {

    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile List<MemberState> members = List.of();
    volatile boolean takenIn = true;
    volatile boolean waits;

    /// Empty: it does what it is asked for.
    volatile String refusal = "";

    /// What happens when another one is to lead.
    volatile Runnable handedOver = () -> {};

    @Override
    public List<MemberState> members() {
        return members;
    }

    @Override
    public boolean isTakenIn() {
        return takenIn;
    }

    @Override
    public boolean waitsToBeTakenIn() {
        return waits;
    }

    @Override
    public void add(Member member) throws ReplicationException {
        note("add " + member.id());
    }

    @Override
    public void replace(String lost, Member by) throws ReplicationException {
        note("replace %s by %s".formatted(lost, by.id()));
    }

    @Override
    public void remove(String id) throws ReplicationException {
        note("remove " + id);
    }

    @Override
    public void handOver(String to) throws ReplicationException {
        note("hand over to " + to);
        handedOver.run();
    }

    private void note(String what) throws ReplicationException {
        if (!refusal.isEmpty()) {
            throw new ReplicationException(refusal);
        }
        asked.add(what);
    }
}
