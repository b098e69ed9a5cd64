package dev.manykitchens.cli;

import static dev.manykitchens.cli.MembersHere.follower;
import static dev.manykitchens.cli.MembersHere.itself;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.cli.member.FreePorts;
import dev.manykitchens.cli.member.SaidMembers;
import dev.manykitchens.coordinator.membership.MemberState.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// `kitchen coordinator add` and `remove`, asked of coordinators that say who they are.
final class ChangeMembersTest {

    private final SaidMembers three =
            new SaidMembers(
                    List.of(
                            itself("a", "127.0.0.1:7070", Role.LEADER),
                            follower("b", Duration.ofMillis(10)),
                            follower("c", Duration.ofSeconds(70))));

    @TempDir private Path folder;

    private final TestShell shell = TestShell.piped();

    @Test
    void whoRemovesOneOfThreeIsToldWhatTwoBear() throws Exception {
        try (MembersHere members = new MembersHere(folder)) {
            String leader = members.start(three);

            assertThat(members.ask(shell, leader, "remove", "c")).as(shell.err()).isZero();

            assertThat(three.asked()).containsExactly("remove c");
            assertThat(shell.out()).isEqualToIgnoringNewLines("c was removed");
            assertThat(shell.err())
                    .startsWith(
                            "kitchen coordinator remove: note: of the 2 members that are left 2 must be there and 2 are, so the loss of one more stops the cluster; ")
                    .hasLineCount(1);
        }
    }

    @Test
    void whoRemovesOneOfFiveIsToldNothingMore() throws Exception {
        Duration now = Duration.ofMillis(10);
        SaidMembers five =
                new SaidMembers(
                        List.of(
                                itself("a", "127.0.0.1:7070", Role.LEADER),
                                follower("b", now),
                                follower("c", now),
                                follower("d", now),
                                follower("e", now)));
        try (MembersHere members = new MembersHere(folder)) {
            String leader = members.start(five);

            assertThat(members.ask(shell, leader, "remove", "c")).as(shell.err()).isZero();

            assertThat(shell.err()).isEmpty();
        }
    }

    @Test
    void aNewMemberAtAnAddressWhereNobodyListensIsNotTakenIn() throws Exception {
        String nobody = "127.0.0.1:" + FreePorts.one();
        try (MembersHere members = new MembersHere(folder)) {
            String leader = members.start(three);

            assertThat(members.ask(shell, leader, "add", "new", nobody + "/7073"))
                    .isEqualTo(ExitCode.FAILED);

            assertThat(shell.err())
                    .startsWith(
                            "kitchen coordinator add: the member at %s must answer before it is taken in, did not: "
                                    .formatted(nobody))
                    .contains("connection refused")
                    .hasLineCount(1);
            assertThat(three.asked()).isEmpty();
        }
    }

    @Test
    void aNewMemberAtTheAddressOfAnotherIsNotTakenIn() throws Exception {
        try (MembersHere members = new MembersHere(folder)) {
            String leader = members.start(three);
            String other =
                    members.start(
                            new SaidMembers(
                                    List.of(itself("other", "127.0.0.1:7170", Role.NEWCOMER))));

            assertThat(members.ask(shell, leader, "add", "new", other + "/7073"))
                    .isEqualTo(ExitCode.FAILED);

            assertThat(shell.err())
                    .isEqualToIgnoringNewLines(
                            "kitchen coordinator add: the member at %s must be new, which the others reach at 127.0.0.1:7073, is other, which they reach at 127.0.0.1:7073"
                                    .formatted(other));
            assertThat(three.asked()).isEmpty();
        }
    }

    @Test
    void aNewMemberAtAnotherPortForTheOthersIsNotTakenIn() throws Exception {
        try (MembersHere members = new MembersHere(folder)) {
            String leader = members.start(three);
            String newcomer =
                    members.start(
                            new SaidMembers(
                                    List.of(itself("new", "127.0.0.1:7170", Role.NEWCOMER))));

            assertThat(members.ask(shell, leader, "add", "new", newcomer + "/7999"))
                    .isEqualTo(ExitCode.FAILED);
            assertThat(shell.err())
                    .contains("must be new, which the others reach at 127.0.0.1:7999, is new,");
            assertThat(three.asked()).isEmpty();

            assertThat(
                            members.ask(
                                    shell,
                                    leader,
                                    "add",
                                    "new",
                                    newcomer + "/7073",
                                    "--replaces",
                                    "c"))
                    .as(shell.err())
                    .isZero();
            assertThat(three.asked()).containsExactly("add new at %s for c".formatted(newcomer));
        }
    }
}
