package dev.manykitchens.cli.member;

import dev.manykitchens.coordinator.client.ClusterOperator;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.coordinator.membership.NoMembersException;
import dev.manykitchens.coordinator.membership.Peers;
import dev.manykitchens.coordinator.serve.Premises;
import dev.manykitchens.coordinator.serve.ServeOptions;
import dev.manykitchens.core.pool.CoordinatorAddress;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/// What each of several coordinators says of the members: all are asked at the same time, so that
/// one that does not answer keeps nobody waiting for the others.
///
/// @param answers the members as each sees them, by the address that was asked
/// @param silent why there was no answer, in a line, by the address that was asked
/// @param alone those of them that answered that they have no members
record MemberPoll(
        Map<String, List<MemberState>> answers, Map<String, String> silent, Set<String> alone) {

    /// Asks the others, as a coordinator that has the same tokens and certificates.
    static MemberPoll of(Peers peers, Premises premises, ServeOptions options) {
        CoordinatorAddress.Certificates own = options.certificates();
        // Who is known by its one certificate needs no authority.
        CoordinatorAddress.Certificates shown =
                options.trustAuthorities()
                        ? own
                        : new CoordinatorAddress.Certificates("", own.certificate(), own.key());
        return of(
                peers.others().stream().map(Peers.Peer::address).toList(),
                other ->
                        ClusterOperator.of(
                                new CoordinatorAddress(other, premises.clientToken(), shown)));
    }

    /// Asks.
    ///
    /// @param dial who asks one of them
    /// @throws IllegalArgumentException in one line when address, token or certificates cannot be
    ///   used
    static MemberPoll of(List<String> addresses, Function<String, ClusterOperator> dial) {
        List<CompletableFuture<List<MemberState>>> asked = new ArrayList<>();
        for (String address : addresses) {
            asked.add(
                    CompletableFuture.supplyAsync(
                            () -> {
                                try (ClusterOperator operator = dial.apply(address)) {
                                    return operator.members();
                                }
                            },
                            Thread::startVirtualThread));
        }
        MemberPoll poll =
                new MemberPoll(new LinkedHashMap<>(), new LinkedHashMap<>(), new HashSet<>());
        for (int i = 0; i < addresses.size(); i++) {
            poll.hear(addresses.get(i), asked.get(i));
        }
        return poll;
    }

    private void hear(String address, CompletableFuture<List<MemberState>> answer) {
        try {
            answers.put(address, answer.join());
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case NoMembersException none -> {
                    silent.put(address, String.valueOf(none.getMessage()));
                    alone.add(address);
                }
                case IllegalStateException none ->
                        silent.put(address, String.valueOf(none.getMessage()));
                case IllegalArgumentException mistake -> throw mistake;
                case null, default -> throw e;
            }
        }
    }
}
