package dev.manykitchens.coordinator.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.client.ClusterOperator;
import dev.manykitchens.coordinator.journal.MemoryJournal;
import dev.manykitchens.coordinator.membership.AnotherLeads;
import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.coordinator.membership.Membership;
import dev.manykitchens.coordinator.membership.NewMember;
import dev.manykitchens.coordinator.membership.NoMembersException;
import dev.manykitchens.coordinator.membership.Peers;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.Endpoints;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

final class StandbyCoordinatorTest {

    private static final String WHY = AnotherLeads.at("192.0.2.7:7070");

    private static final List<MemberState> MEMBERS =
            List.of(
                    new MemberState(
                            new Member("a", "192.0.2.7:7070", "192.0.2.7:7073"),
                            MemberState.Role.LEADER,
                            false,
                            OptionalLong.of(12),
                            OptionalLong.of(3),
                            Optional.of(Duration.ofMillis(34))),
                    new MemberState(
                            new Member("b", "[2001:db8::7]:7070", "[2001:db8::7]:7073"),
                            MemberState.Role.NEWCOMER,
                            true,
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            Optional.empty()));

    private ServeOptions options;
    private Premises premises;
    private StandbyCoordinator standby;
    private Members members;

    @BeforeEach
    void listen(@TempDir Path state) throws IOException {
        members = new Members();
        options =
                new ServeOptions(
                        "127.0.0.1:0",
                        Optional.empty(),
                        state,
                        Optional.empty(),
                        ServeOptions.Keep.USUAL,
                        CoordinatorAddress.Certificates.NONE,
                        false,
                        true,
                        DispatchOptions.DEFAULTS);
        premises = Premises.open(options, InstantSource.system());
        standby = StandbyCoordinator.start(options, premises, members, () -> WHY);
    }

    @AfterEach
    void end() {
        standby.close();
        premises.close();
    }

    @Test
    void whoAsksOneThatDoesNotLeadHearsWhoDoes() {
        try (ClusterOperator operator = operator(Endpoints.of(standby()))) {
            assertThatThrownBy(operator::status)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "another leads: 192.0.2.7:7070; the coordinator at %s does not, --coordinator must name all of those that are one"
                                    .formatted(standby()));
        }
    }

    @Test
    void whoKnowsAllOfThemAsksTheOneThatLeads() throws IOException {
        try (ServedCoordinator leader = leader();
                ClusterOperator operator =
                        operator(
                                new Endpoints(
                                        List.of(
                                                standby(),
                                                Endpoint.parse(leader.reachableAt()))))) {
            assertThat(operator.status().workers()).isEmpty();
        }
    }

    @Test
    void whoeverAnswersTellsOfTheMembersAndLetsThemBeChanged() throws IOException {
        try (ServedCoordinator leader = leader();
                ClusterOperator asksStandby = operator(Endpoints.of(standby()));
                ClusterOperator asksLeader = operator(Endpoints.parse(leader.reachableAt()))) {
            NewMember newcomer =
                    new NewMember(
                            new Member("c", "192.0.2.8:7070", "192.0.2.8:7073"), Optional.of("b"));

            assertThat(asksStandby.members()).isEqualTo(MEMBERS);
            assertThat(asksLeader.members()).isEqualTo(MEMBERS);
            asksLeader.add(newcomer);
            asksStandby.remove("b");
            asksStandby.handOver(Optional.empty());

            assertThat(members.asked).isEqualTo("[" + newcomer + "][remove b][hand over]");
        }
    }

    @Test
    void whatTheMembersDoNotAgreeToIsALine() {
        try (ClusterOperator operator = operator(Endpoints.of(standby()))) {
            assertThatThrownBy(() -> operator.remove("nobody"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a member must be there to be removed, nobody is none");
            assertThatThrownBy(() -> operator.remove(""))
                    .hasMessage(
                            "a member's id must be 1 to 64 letters, digits, dots, dashes or underscores, was \"\"");
        }
    }

    @Test
    void oneAloneHasNoMembers() throws IOException {
        premises.close();
        try (ServedCoordinator alone =
                        ServedCoordinator.start(options, EventSink.NONE, InstantSource.system());
                ClusterOperator operator = operator(Endpoints.parse(alone.reachableAt()))) {
            assertThatThrownBy(operator::members)
                    .isInstanceOf(NoMembersException.class)
                    .hasMessage(
                            "this coordinator is one alone and has no members; three are one with kitchen coordinator --peers");
        }
    }

    private Endpoint standby() {
        return new Endpoint("127.0.0.1", standby.address().getPort());
    }

    private ServedCoordinator leader() throws IOException {
        return ServedCoordinator.start(
                options,
                premises,
                new ServedCoordinator.Shared(new MemoryJournal(), members, alone()),
                EventSink.NONE,
                InstantSource.system());
    }

    private Peers alone() {
        Peers.Peer own = new Peers.Peer(standby().toString(), "127.0.0.1:1");
        return new Peers(List.of(own), own);
    }

    private ClusterOperator operator(Endpoints coordinators) {
        String token = premises.lines(coordinators).variables().getLast();
        return ClusterOperator.of(
                new CoordinatorAddress(
                        coordinators.toString(),
                        token.substring("KITCHEN_TOKEN=".length()),
                        CoordinatorAddress.Certificates.NONE));
    }

    /// Notes what it was asked for. Asked one call at a time.
    private static final class Members implements Membership {

        private volatile String asked = "";

        @Override
        public CompletableFuture<List<MemberState>> members() {
            return CompletableFuture.completedFuture(MEMBERS);
        }

        @Override
        public CompletableFuture<Void> add(NewMember member) {
            return done(member.toString());
        }

        @Override
        public CompletableFuture<Void> remove(String id) {
            return id.equals("nobody")
                    ? CompletableFuture.failedFuture(
                            new IllegalStateException(
                                    "a member must be there to be removed, nobody is none"))
                    : done("remove " + id);
        }

        @Override
        public CompletableFuture<Void> handOver(Optional<String> to) {
            return done("hand over" + to.map(id -> " to " + id).orElse(""));
        }

        private CompletableFuture<Void> done(String what) {
            asked = asked + "[" + what + "]";
            return CompletableFuture.completedFuture(null);
        }
    }
}
